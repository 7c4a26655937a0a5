// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import org.ration.Quota;

@WebServlet("/priced-servlet")
public class PricedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    @Quota(key = "global:servlet", limit = 1)
    public void service(ServletRequest request, ServletResponse response) throws IOException {
        response.getWriter().print("done");
    }
}
