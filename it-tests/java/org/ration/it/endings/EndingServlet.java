// SPDX-License-Identifier: Apache-2.0
package org.ration.it.endings;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.ration.Quota;

/** A servlet that holds units by the last part of its path. */
@WebServlet(urlPatterns = "/by-servlet/*", asyncSupported = true)
public class EndingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    @Quota(key = "global:servlet", limit = 1000, cost = 10, scope = "servlet", settleBy = Told.class)
    public void service(ServletRequest request, ServletResponse response) throws IOException, ServletException {
        switch (((HttpServletRequest) request).getPathInfo()) {
            case "/done" -> response.getWriter().print("done");
            case "/error" -> ((HttpServletResponse) response).sendError(503);
            case "/failed" -> throw new ServletException("the test wants it");
            default -> later(request.startAsync());
        }
    }

    private static void later(AsyncContext context) {
        context.start(() -> {
            ((HttpServletResponse) context.getResponse()).setStatus(202);
            context.complete();
        });
    }
}
