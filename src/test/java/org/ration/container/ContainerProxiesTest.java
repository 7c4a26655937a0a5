// SPDX-License-Identifier: Apache-2.0
package org.ration.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ContainerProxiesTest {

    @Test
    void classesThatTheApplicationWroteAreNoProxies() {
        assertThat(ContainerProxies.isProxy(ContainerProxiesTest.class)).isFalse();
        assertThat(ContainerProxies.isProxy(Nested.class)).isFalse();
        assertThat(ContainerProxies.isProxy(String.class)).isFalse();
    }

    /** As the views of EJBs are on WildFly, it is not synthetic. */
    @Test
    void classesThatWereMadeAtRunTimeAreProxies() {
        Class<?> made = Proxy.newProxyInstance(
                        View.class.getClassLoader(), new Class<?>[] {View.class}, (proxy, method, arguments) -> null)
                .getClass();

        assertThat(made.isSynthetic()).isFalse();
        assertThat(ContainerProxies.isProxy(made)).isTrue();
    }

    /** A view of a bean. */
    interface View {}

    static class Nested {}
}
