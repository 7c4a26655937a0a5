// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

@WebServlet("/calls/*")
public class CallsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Calls calls;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("the answer: ");
        if (request.getPathInfo().equals("/begun")) {
            response.flushBuffer();
        }
        boolean byParameter = request.getPathInfo().equals("/parameter");
        response.getWriter().print(byParameter ? calls.byParameter() : calls.byAddress());
    }
}
