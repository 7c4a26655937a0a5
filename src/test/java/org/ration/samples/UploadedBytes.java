// SPDX-License-Identifier: Apache-2.0
package org.ration.samples;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import org.ration.QuotaCall;
import org.ration.QuotaCost;

// tag::bytes
public class UploadedBytes implements QuotaCost {

    @Override
    public long costOf(QuotaCall call) {
        String length = call.header("Content-Length")
                .orElseThrow(() -> new ClientErrorException(Response.Status.LENGTH_REQUIRED));
        if (!length.matches("[0-9]{1,15}")) {
            throw new BadRequestException("Content-Length is not a number of bytes");
        }
        return Long.parseLong(length);
    }
}
// end::bytes
