// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.ExcludeDefaultInterceptors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller outside HTTP, as the container knows it.
 *
 * <p>An EJB, because its context alone distinguishes an anonymous caller everywhere. Jakarta Security's
 * {@code SecurityContext} names an anonymous caller "anonymous" on WildFly 39, throws a NullPointerException on managed
 * threads of GlassFish 8.0.0-M14, and is missing on Open Liberty 26.0.0.3 without {@code appSecurity}.
 * {@code EnterpriseBeansContract.outsideARequestTheCallerIsCountedAndThereMustBeOne} asks for both kinds of callers.
 */
@Stateless(name = "org.ration.container.ContainerCaller")
@PermitAll
@ExcludeDefaultInterceptors
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ContainerCaller {

    private static final String ANY_AUTHENTICATED_CALLER = "**";

    // Null where a test has no EJB container.
    @Resource
    private @Nullable SessionContext context;

    /** For the container. */
    public ContainerCaller() {}

    /**
     * The name of the caller.
     *
     * @return the name; empty for an anonymous caller
     */
    public Optional<String> name() {
        return context != null && context.isCallerInRole(ANY_AUTHENTICATED_CALLER)
                ? Optional.of(context.getCallerPrincipal().getName())
                : Optional.empty();
    }
}
