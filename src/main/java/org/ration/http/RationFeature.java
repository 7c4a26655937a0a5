package org.ration.http;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.ration.cdi.CurrentRequest;
import org.ration.cdi.RationExtension;
import org.ration.cdi.Settings;

/** Registers Ration's filters with every {@code Application}. Found through {@code META-INF/services}. */
public class RationFeature implements Feature {

    /** For the service loader. */
    public RationFeature() {}

    @Override
    public boolean configure(FeatureContext context) {
        Settings settings = CDI.current().select(RationExtension.class).get().settings();
        if (settings.off()) {
            return false;
        }
        context.register(
                new RequestFilter(CDI.current().select(CurrentRequest.class).get(), settings.clientAddress()));
        context.register(new ResponseFilter(new RateLimitHeaders(settings.headers())));
        return true;
    }
}
