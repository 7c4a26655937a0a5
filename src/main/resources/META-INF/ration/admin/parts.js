// What several views show.
import {html, nothing, svg} from './lit-html.js';
import {UNLIMITED, ago, deed, moment, percent, share, usedOf, visible} from './words.js';

const STATES = {near: 'at 80 % or more', exhausted: 'used up', overridden: 'limit set'};

/** A key, a name or a reason, on its own: it neither hides characters nor turns the text around it. */
export function foreign(text) {
    return html`<bdi>${visible(text)}</bdi>`;
}

/** How full an account is: a bar of used, then held, against limit. */
export function meter(account) {
    const full = Math.min(1, share(account)) * 100;
    const used = Math.min(1, share({...account, reserved: 0})) * 100;
    const label = account.limit === UNLIMITED ? 'no limit'
        : account.reserved === 0 ? `${percent(account)} used` : `${percent(account)} taken: ${usedOf(account)}`;
    return html`
        <svg class="meter ${level(account)}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${label}>
            <rect class="track" width="100" height="8"></rect>
            ${svg`<rect class="fill held" width=${full} height="8"></rect>`}
            ${svg`<rect class="fill" width=${used} height="8"></rect>`}
        </svg>`;
}

export function level(account) {
    return ['exhausted', 'near'].find(state => account.states.includes(state)) ?? 'fine';
}

export function badges(account) {
    const states = account.states.includes('exhausted')
        ? account.states.filter(state => state !== 'near') : account.states;
    return states.map(state => html`<span class="badge ${state}">${named(state, account)}</span>`);
}

/** What is held is not used up: it may come back. */
function named(state, {used, limit}) {
    return state === 'exhausted' && used < limit ? 'full, partly held' : STATES[state];
}

export function audit(entries, now, zone, withAccount = false) {
    return html`
        <ol class="audit">
            ${entries.map(entry => html`
                <li>
                    <p><b>${foreign(entry.by)}</b> ${deed({...entry, zone}, now)}${withAccount ? on(entry) : nothing}</p>
                    ${entry.reason ? html`<p class="reason">“${foreign(entry.reason)}”</p>` : nothing}
                    <p class="quiet">${moment(entry.at, zone, now)} · ${ago(entry.at, now)}</p>
                </li>`)}
        </ol>`;
}

function on({account}) {
    return account === null ? nothing : html` — <a href="#/account/${account.id}">${foreign(account.key)}</a> <code>${account.policy}</code>`;
}

export function pages(data, go) {
    return data.page === 0 && !data.more ? nothing : html`
        <nav class="pages" aria-label="Pages">
            <button type="button" ?disabled=${data.page === 0} @click=${() => go(data.page - 1)}>Previous</button>
            <span>Page ${data.page + 1}</span>
            <button type="button" ?disabled=${!data.more} @click=${() => go(data.page + 1)}>Next</button>
        </nav>`;
}

/** What went wrong, or what was done; read out by screen readers when it comes. */
export function notice(message) {
    return html`<div class="notice ${message?.kind ?? ''}" role=${message?.kind === 'problem' ? 'alert' : 'status'}
        ?hidden=${!message}>${message?.text}</div>`;
}
