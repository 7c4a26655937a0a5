// SPDX-License-Identifier: Apache-2.0
package org.ration.it.outside.soap;

import jakarta.jws.WebMethod;
import jakarta.jws.WebService;
import org.ration.Quota;

/** An endpoint of JAX-WS that is no bean. */
@WebService(serviceName = "Prices", targetNamespace = "urn:prices")
public class Prices {

    @WebMethod
    @Quota(key = "global:soap", limit = 1)
    public String price() {
        return "the price";
    }
}
