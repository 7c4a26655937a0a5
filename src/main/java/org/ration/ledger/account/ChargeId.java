// SPDX-License-Identifier: Apache-2.0
package org.ration.ledger.account;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * The id of a list of charges, for one call.
 *
 * @param text the id
 * @param digest by which it is stored
 * @param charges a digest of the accounts and units of the list, in their order, and of which are held
 * @param nonce random: distinguishes what was taken for this call from what was taken for an earlier one
 * @param fresh whether nothing can be known of it yet
 */
public record ChargeId(String text, String digest, String charges, long nonce, boolean fresh) {

    /** The application's id of a list. */
    public static ChargeId of(AccountIds ids, String text, List<ChargeLine> list) {
        return of(ids, text, list, false);
    }

    /** An id of Ration's making. */
    public static ChargeId made(AccountIds ids, List<ChargeLine> list) {
        return of(ids, UUID.randomUUID().toString(), list, true);
    }

    private static ChargeId of(AccountIds ids, String text, List<ChargeLine> list, boolean fresh) {
        String charges = list.stream().map(ChargeId::text).collect(Collectors.joining("\n"));
        long nonce = ThreadLocalRandom.current().nextLong();
        return new ChargeId(text, ids.charge(text), AccountIds.sha256(charges), nonce, fresh);
    }

    private static String text(ChargeLine line) {
        return line.accountId() + " " + line.cost() + (line.isHeld() ? " held" : "");
    }

    /** For a repetition after an unknown outcome. */
    public ChargeId again() {
        return new ChargeId(text, digest, charges, nonce, false);
    }
}
