// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import java.io.IOException;
import org.ration.Quota;

/** Its quota is in force though the class is no bean; init and destroy are not charged. */
@WebFilter("/priced-filter")
@Quota(key = "global:filter", limit = 1)
public class PricedFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        response.getWriter().print("done");
    }
}
