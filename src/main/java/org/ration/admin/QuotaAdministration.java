// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.time.Instant;
import java.util.Optional;
import org.ration.QuotaPolicy;

/**
 * What operators see and do. An application-scoped bean: {@code @Inject QuotaAdministration administration;}
 *
 * <p><b>Acts.</b> Each is a short transaction of its own, whatever transaction the caller is in, that locks the account,
 * changes what it is about and nothing else, and writes one entry of the audit: when, who, what, before, after, why. Charges
 * that come in at the same time are neither lost nor undone. An act is in force from the next charge on, on every node.
 *
 * <p><b>Acts on many accounts</b> lock at most 256 at a time, look again under the lock whether each still matches, and
 * commit before the next. Where one of these commits fails, those before it stand, and the same act can be done again.
 *
 * <p><b>Whoever calls may do all of it:</b> no role is checked here. The pages and the REST of the administration check the
 * role {@code ration.admin.role}; code of the application's own checks what it has to.
 *
 * <p><b>Faults.</b> All methods throw {@link org.ration.QuotaStoreException} where the database does not answer in time,
 * {@link IllegalArgumentException} and {@link NullPointerException} for arguments that can never be right, before the
 * database is touched, and {@link QuotaActRefusedException} where accounts do not allow an act as they stand; nothing has
 * changed then. Safe for use by many threads.
 *
 * <p>With {@code ration.mode=off} nothing is counted; where the application has no store then, every method throws
 * {@link org.ration.QuotaStoreException}.
 */
public interface QuotaAdministration extends AccountActs {

    /** The most accounts or entries of one page. */
    int MAX_PAGE_SIZE = 100;

    /**
     * A page of accounts. What is charged between two pages can make an account appear on both, or on neither.
     *
     * <p>Sorted by key, it is read from an index, as far as what matches is not rare. Every other order reads all accounts.
     *
     * @param filter which
     * @param sort by what they are sorted; accounts that are alike stand in the order of their ids
     * @param descending whether the greatest comes first
     * @param page which page, from 0
     * @param size how many accounts a page has, 1 to {@value #MAX_PAGE_SIZE}
     * @return the accounts, as they stand
     */
    AccountPage find(AccountFilter filter, AccountSort sort, boolean descending, int page, int size);

    /**
     * Counts accounts. Reads all of them.
     *
     * @param filter which
     * @return how many match, and how many of them {@link #resetAll} would change
     */
    AccountCount count(AccountFilter filter);

    /**
     * One account, with its closed windows and its audit.
     *
     * @param id the account's id
     * @return the account; empty if there is none
     */
    Optional<AccountHistory> account(String id);

    /**
     * What was done to all accounts, the latest first.
     *
     * @param page which page, from 0
     * @param size how many entries a page has, 1 to {@value #MAX_PAGE_SIZE}
     * @return the entries
     */
    AuditPage audit(int page, int size);

    /**
     * Makes the account of a key that was never charged, so that it can be given an override: a key that is refused from its
     * first call on has none. With an account there nothing changes, and nothing is audited. A {@link #purge} removes it
     * again, unless it was charged, or has an override in force.
     *
     * @param key the key, as stored
     * @param policy the scope and the period, without a zone in that of the setting {@code ration.zone}; its limit is shown until
     *     the first charge, and decides nothing
     * @param signature who, and why
     * @return the account as it stands then
     */
    QuotaAccount prepare(String key, QuotaPolicy policy, Signature signature);

    /**
     * The acts on one account, without their effect: each answers the account as the act would leave it now, or refuses as the act
     * would. Nothing is locked, written or audited.
     *
     * @return the acts; safe for use by many threads
     */
    AccountActs forecast();

    /**
     * Resets all accounts that match, and never more than were agreed to.
     *
     * @param filter which
     * @param atMost {@link AccountCount#resettable} as it was shown to the operator
     * @param signature who, and why
     * @return how many were reset, each with its own entry in the audit
     * @throws QuotaActRefusedException if more would be; none has been reset then
     */
    long resetAll(AccountFilter filter, long atMost, Signature signature);

    /**
     * Erases a key: its accounts in all scopes and periods, their history, and all that identifies it in the audit, reasons
     * included. The audit keeps when, who, what, before and after, and tells of the erasure without naming the key. What is
     * charged afterwards is counted anew.
     *
     * @param key the key, as stored
     * @param signature who, and why; do not name the key in the reason
     * @return how many accounts there were
     */
    long erase(String key, Signature signature);

    /**
     * Counts what {@link #erase} would remove.
     *
     * @param key the key, as stored
     * @return how many accounts
     */
    long countErase(String key);

    /**
     * Counts what {@link #purge} would remove.
     *
     * @param idleSince windows that ended before it; from the year 1, not in the future
     * @return how many accounts
     */
    long countPurge(Instant idleSince);

    /**
     * Removes accounts whose window ended before an instant, with their history, and accounts that never counted a unit.
     * Accounts with an override in force stay, and so does the audit, which gets an entry for every 256 accounts at most.
     * A window that has ended within the last hour counts as not ended, since the clock of another node may be behind and
     * would open it anew.
     *
     * @param idleSince windows that ended before it; from the year 1, not in the future
     * @param signature who, and why
     * @return how many were removed
     */
    long purge(Instant idleSince, Signature signature);

    /**
     * The time by which charges are counted, and by which this tells what is open and in force.
     *
     * @return the time, in whole milliseconds
     */
    Instant now();
}
