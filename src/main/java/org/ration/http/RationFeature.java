package org.ration.http;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.ration.cdi.Deployment;
import org.ration.cdi.RequestContextHolder;
import org.ration.cdi.Settings;

/**
 * Registers Ration's filters with every {@code Application}, and with none of its clients. Found through {@code
 * META-INF/services}, which JAX-RS reads for both.
 */
@ConstrainedTo(RuntimeType.SERVER)
public class RationFeature implements Feature {

    /** For the service loader. */
    public RationFeature() {}

    @Override
    public boolean configure(FeatureContext context) {
        Settings settings = CDI.current().select(Deployment.class).get().settings();
        if (settings.off()) {
            return false;
        }
        context.register(new RequestFilter(
                CDI.current().select(RequestContextHolder.class).get(), settings.clientAddress()));
        context.register(
                new ResponseFilter(new RateLimitHeaders(settings.headers()), new RetryAfter(settings.retryAfterMax())));
        return true;
    }
}
