// SPDX-License-Identifier: Apache-2.0
package org.ration.http;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.ration.cdi.Deployment;
import org.ration.cdi.RequestContextHolder;
import org.ration.cdi.Settings;

/**
 * Registers Ration's providers with every {@code Application}, and with none of its clients. Found through
 * {@code META-INF/services}, which JAX-RS reads for both.
 */
@ConstrainedTo(RuntimeType.SERVER)
public class RationFeature implements Feature {

    /** For the service loader. */
    public RationFeature() {}

    @Override
    public boolean configure(FeatureContext context) {
        CDI<Object> beans = CDI.current();
        Settings settings = beans.select(Deployment.class).get().settings();
        if (settings.off()) {
            return false;
        }
        context.register(new RequestFilter(
                beans.select(RequestContextHolder.class).get(),
                settings.clientAddress(),
                beans.select(HttpServletRequest.class).get()));
        context.register(
                new ResponseFilter(new RateLimitHeaders(settings.headers()), new RetryAfter(settings.retryAfterMax())));
        context.register(AnswerMapper.OfRefusals.class);
        context.register(AnswerMapper.OfMissingKeys.class);
        context.register(AnswerMapper.OfConflicts.class);
        context.register(AnswerMapper.OfStoreTrouble.class);
        return true;
    }
}
