// SPDX-License-Identifier: Apache-2.0
package org.ration.cdi;

import java.util.List;
import java.util.stream.Stream;
import org.ration.QuotaCharge;
import org.ration.ledger.CallCharge;

/**
 * The charges of the quotas of a call, all or nothing.
 *
 * @param lines a line for each quota, in the order of the declarations
 */
record CallCharges(List<Line> lines) {

    CallCharges {
        lines = List.copyOf(lines);
    }

    List<QuotaCharge> all() {
        return lines.stream().map(Line::charge).toList();
    }

    /** Those that are held until the outcome of the call is known. */
    Stream<Line> held() {
        return lines.stream().filter(line -> line.declaration().holds());
    }

    /** The same, each with the time for which it is held, if it is. */
    List<CallCharge> ofTheCall() {
        return lines.stream()
                .map(line -> new CallCharge(line.charge(), line.declaration().lasts()))
                .toList();
    }

    Stream<Declaration> declarations() {
        return lines.stream().map(Line::declaration);
    }

    /** Where the first of the quotas stands, in words. */
    String where() {
        return lines.get(0).declaration().where();
    }

    /**
     * The same for later, when the request may be over.
     *
     * @return charges whose calls do not know the request
     */
    CallCharges detached() {
        return new CallCharges(lines.stream()
                .map(line -> new Line(line.declaration(), line.call().detached(), line.charge()))
                .toList());
    }

    /**
     * One quota of the call.
     *
     * @param declaration the quota
     * @param call the call as that quota sees it
     * @param charge what it takes; held if the declaration {@linkplain Declaration#holds holds}, else counted
     */
    record Line(Declaration declaration, Call call, QuotaCharge charge) {}
}
