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

    private final int code;
    private final String reason;
    private volatile @Nullable WebApplicationException exception;

    ExceptionStatus(int code, String reason) {
        this.code = code;
        this.reason = reason;
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
        return code;
    }

    @Override
    public Response.Status.Family getFamily() {
        return Response.Status.Family.familyOf(code);
    }

    @Override
    public String getReasonPhrase() {
        return reason;
    }
}
