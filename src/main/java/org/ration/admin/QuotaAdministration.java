// SPDX-License-Identifier: Apache-2.0
package org.ration.admin;

import java.time.Instant;
import java.util.Optional;
import org.ration.QuotaPolicy;

/**
 * The operators' view of accounts, and their acts. An application-scoped bean:
 * {@code @Inject QuotaAdministration administration;}
 *
 * <p><b>Acts.</b> Each is a short, separate transaction, whatever transaction the caller is in. It locks the account,
 * changes the value in question and nothing else, and writes one audit entry: when, who, what, before, after, why.
 * Concurrent charges are neither lost nor undone. An act takes effect from the next charge, on every node.
 *
 * <p><b>Acts on many accounts</b> lock at most 256 at a time, check again under the lock whether each still matches,
 * and commit before the next. If one of these commits fails, the earlier ones remain, and the same act can be repeated.
 *
 * <p><b>No role is checked here.</b> The page and the REST of the administration check the role
 * {@code ration.admin.role}; the application's own code checks what it needs.
 *
 * <p><b>Faults.</b> All methods throw {@link org.ration.QuotaStoreException} where the database does not answer in
 * time, {@link IllegalArgumentException} and {@link NullPointerException} for illegal arguments, before the database is
 * used, and {@link QuotaActRefusedException} where the current state of the accounts does not allow an act; nothing has
 * changed then. Safe for use by many threads.
 *
 * <p>With {@code ration.mode=off} nothing is counted; where the application has no store then, every method throws
 * {@link org.ration.QuotaStoreException}.
 */
public interface QuotaAdministration extends AccountActs {

    /** The most accounts, holds or entries of one page. */
    int MAX_PAGE_SIZE = 100;

    /**
     * A page of accounts. Because of charges between two requests, an account can appear on two pages, or on none.
     *
     * <p>Sorted by key, the page is read from an index, unless matches are rare. Every other order reads all accounts.
     *
     * @param filter which
     * @param sort the order; equal accounts are ordered by their ids
     * @param descending whether the greatest comes first
     * @param page which page, from 0
     * @param size how many accounts a page has, 1 to {@value #MAX_PAGE_SIZE}
     * @return the accounts in their current state
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
     * The open holds of an account, the oldest first. Those that were taken in a window that is over are among them:
     * they take no room, but no more than {@code ration.max-holds} are open. Because of charges between two requests, a
     * hold can appear on two pages, or on none.
     *
     * @param account the account's id
     * @param page which page, from 0
     * @param size how many holds a page has, 1 to {@value #MAX_PAGE_SIZE}
     * @return the holds; none if there is no such account
     */
    HoldPage holds(String account, int page, int size);

    /**
     * Releases a hold, on one account: gives back the units that it holds there. If it is not open, nothing changes and
     * nothing is audited. The application can still settle it.
     *
     * @param account the account
     * @param hold the {@linkplain OpenHold#id id} of the hold
     * @param signature who, and why
     * @return the account in its new state
     * @throws QuotaActRefusedException if there is no such account, or it has another version
     */
    QuotaAccount releaseHold(AccountRef account, String hold, Signature signature);

    /**
     * The audit of all accounts, the latest entry first.
     *
     * @param page which page, from 0
     * @param size how many entries a page has, 1 to {@value #MAX_PAGE_SIZE}
     * @return the entries
     */
    AuditPage audit(int page, int size);

    /**
     * Creates the account of a key that was never charged, so that it can be given an override: a key whose first call
     * is refused has no account. If the account exists, nothing changes and nothing is audited. A {@link #purge}
     * removes it again, unless it was charged, or has an effective override.
     *
     * @param key the key, as stored
     * @param policy the scope and the period, without a zone in that of the setting {@code ration.zone}; its limit is
     *     shown until the first charge, and has no other effect
     * @param signature who, and why
     * @return the account in its new state
     */
    QuotaAccount prepare(String key, QuotaPolicy policy, Signature signature);

    /**
     * Forecasts of the acts on one account: each answers the account as the act would leave it now, or refuses as the
     * act would. Nothing is locked, written or audited.
     *
     * @return the acts; safe for use by many threads
     */
    AccountActs forecast();

    /**
     * Resets all accounts that match, and never more than were confirmed.
     *
     * @param filter which
     * @param atMost {@link AccountCount#resettable} as it was shown to the operator
     * @param signature who, and why
     * @return how many were reset, each with its own entry in the audit; accounts that other sessions keep locked until
     *     {@code ration.timeout} ends are left out, and still {@linkplain #count counted}
     * @throws QuotaActRefusedException if more would be; none has been reset then
     */
    long resetAll(AccountFilter filter, long atMost, Signature signature);

    /**
     * Erases a key: its accounts in all scopes and periods, their history, and all that identifies it in the audit,
     * reasons included. The audit keeps when, who, what, before and after, and records the erasure without the key.
     * Later charges start a new account.
     *
     * @param key the key, as stored
     * @param signature who, and why; do not name the key in the reason
     * @return how many accounts there were, and how many that retention had removed had a history
     */
    long erase(String key, Signature signature);

    /**
     * Counts what {@link #erase} would remove.
     *
     * @param key the key, as stored
     * @return how many accounts, also those that retention has removed and that have a history
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
     * Removes accounts whose window ended before an instant, with their history, and accounts that never counted a
     * unit. Accounts with an effective override stay, and so does the audit, which gets an entry for every 256 accounts
     * at most. A window that has ended within the last hour counts as not ended, since the clock of another node may be
     * behind and would open it anew. Accounts that other sessions keep locked are left out.
     *
     * @param idleSince windows that ended before it; from the year 1, not in the future
     * @param signature who, and why
     * @return how many were removed
     */
    long purge(Instant idleSince, Signature signature);

    /**
     * The time by which charges are counted, and by which this bean decides which windows are open and which overrides
     * apply.
     *
     * @return the time, in whole milliseconds
     */
    Instant now();
}
