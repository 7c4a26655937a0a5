package org.ration;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The status of an exception's response, which leads back to the exception. Thus the HTTP edge can write a problem body onto
 * the response of an exception that no {@code ExceptionMapper} of the application has taken, whatever thread it came from,
 * and needs no mapper of its own, which would go before the application's more general ones.
 */
final class ExceptionStatus implements Response.StatusType, Supplier<WebApplicationException> {

    private final Response.Status status;
    private volatile @Nullable WebApplicationException exception;

    private ExceptionStatus(Response.Status status) {
        this.status = status;
    }

    /** A response with this status that is not to be cached. */
    static Response.ResponseBuilder response(Response.Status status) {
        return Response.status(new ExceptionStatus(status)).header("Cache-Control", "no-store");
    }

    /** Leads back from the response of an exception to the exception. */
    static void link(WebApplicationException exception) {
        if (exception.getResponse().getStatusInfo() instanceof ExceptionStatus status) {
            status.exception = exception;
        }
    }

    @Override
    public WebApplicationException get() {
        return exception;
    }

    @Override
    public int getStatusCode() {
        return status.getStatusCode();
    }

    @Override
    public Response.Status.Family getFamily() {
        return status.getFamily();
    }

    @Override
    public String getReasonPhrase() {
        return status.getReasonPhrase();
    }
}
