// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.refused;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.ration.Quota;

@WebServlet("/unscoped")
public class UnscopedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    @Quota(key = "global:unscoped", limit = 1)
    public void doGet(HttpServletRequest request, HttpServletResponse response) {}
}
