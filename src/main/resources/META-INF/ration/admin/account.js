// One account: why it refuses, its history, its audit, and the acts.
import {html, nothing} from './lit-html.js';
import {Problem, act, get} from './api.js';
import {chart, shown} from './chart.js';
import {Form} from './form.js';
import {Forecaster, acts} from './forecast.js';
import {Holds} from './holds.js';
import {audit, badges, foreign, level, meter} from './parts.js';
import {
    INFLIGHT, UNLIMITED, ago, date, deed, ends, hasZone, moment, per, percent, shownZone, span, units, usedOf
} from './words.js';

export class Account {
    constructor(id, {draw, refresh}) {
        this.title = 'Account';
        this.id = id;
        this.draw = draw;
        this.declared = null;
        this.forecaster = new Forecaster(draw);
        this.holds = new Holds(id, {draw, refresh, release: (body, seen) => this.send('release-hold', body, seen)});
        this.opened = 'override';
        this.forms = this.makeForms();
    }

    leave() {
        this.forecaster.leave();
    }

    async refresh(signal) {
        if (!/^[0-9a-f]{64}$/.test(this.id)) {
            throw new Problem(404, {detail: 'This is not the address of an account.'});
        }
        const [data, {declarations}] = await Promise.all([
            get(`accounts/${this.id}`, {}, signal),
            this.declared ? {declarations: this.declared} : get('declarations', {}, signal),
            this.holds.refresh(signal)
        ]);
        this.data = data;
        this.declared = declarations;
        this.title = data.account.key;
        return data.now;
    }

    get account() {
        return this.data.account;
    }

    template(now) {
        const {account} = this;
        return html`
            <p class="back"><a href="#/accounts">Accounts</a></p>
            <h1 tabindex="-1" class="key">${foreign(account.key)}</h1>
            <p class="under"><code>${account.policy}</code> ${badges(account)}</p>
            <div class="columns">
                <div>
                    ${this.standing(now)}
                    ${this.holds.template(account, now)}
                    ${this.history()}
                    <section class="card"><h2>Audit</h2>
                        ${this.data.audit.length ? audit(this.data.audit, now, account.zone)
                            : html`<p class="empty">No changes yet.</p>`}
                    </section>
                </div>
                ${this.acts()}
            </div>`;
    }

    standing(now) {
        const {account} = this;
        return html`
            <section class="card standing ${level(account)}" aria-label="Standing">
                <p class="verdict">${this.verdict(now)}</p>
                ${this.ahead(now)}
                ${meter(account)}
                <p class="figures"><span>${usedOf(account)}</span><span>${percent(account)}</span></p>
                <dl>
                    <dt>Limit</dt><dd>${this.limit(now)}</dd>
                    <dt>Window</dt><dd>${account.open ? html`since ${moment(account.periodStart, account.zone, now)};
                        ${ends(account, now)}` : ends(account, now)}</dd>
                    <dt>Period</dt><dd>${per(account.period)}${hasZone(account.period) ? `, in ${account.zone}` : ''}</dd>
                    <dt>Last change</dt><dd>${account.updatedAt ? ago(account.updatedAt, now) : 'none'}</dd>
                    ${this.declarations()}
                </dl>
            </section>`;
    }

    verdict(now) {
        const {account} = this;
        const refused = this.data.calls.filter(call => call.outcome === 'refused');
        if (account.limit === UNLIMITED) {
            return 'No call is refused: there is no limit.';
        }
        if (this.data.calls.length > 0 && this.data.calls.every(call => call.outcome === 'counted')) {
            return 'No call is refused: this quota only counts (block = false).';
        }
        if (account.limit === 0) {
            return 'Every call is refused: the limit is 0.';
        }
        if (account.remaining === 0) {
            return html`Calls are refused: ${this.taken()}. They pass again when ${this.back()}the limit is raised, units are
                granted, ${this.way(now)}.`;
        }
        const remain = `${units(account.remaining)} of ${units(account.limit)} remain`;
        return refused.length ? `Calls that cost more are refused: ${remain}.` : `Calls pass: ${remain}.`;
    }

    taken() {
        const {period, used, reserved, limit} = this.account;
        if (period === INFLIGHT) {
            return `${units(reserved)} of ${units(limit)} are held by calls that have not ended`;
        }
        return reserved === 0 ? `all ${units(limit)} are used`
            : `${units(used)} of ${units(limit)} are used, and ${units(reserved)} are held by calls that have not ended`;
    }

    /** What is held passes by itself. */
    back() {
        return this.account.reserved === 0 ? '' : 'what is held is given back, ';
    }

    way(now) {
        const {account} = this;
        if (account.resetAt === undefined) {
            return 'or the window is restarted, which does not end otherwise';
        }
        return `or the window ends (${moment(account.resetAt, account.zone, now)})`;
    }

    /** A clock was ahead when the window opened. */
    ahead(now) {
        const {account} = this;
        return account.beginsLater ? html`<p class="notice problem">This window begins only in
            ${span(Date.parse(account.periodStart) - Date.parse(now))}, on ${moment(account.periodStart, account.zone, now)}: it was
            opened by a clock that was ahead. Calls count in it until it ends. Restart the window to end it now.</p>` : nothing;
    }

    limit(now) {
        const {override, granted, declaredLimit} = this.account;
        const set = override ? html`set to ${units(override.limit)} by ${foreign(override.by)}
            ${override.until ? `until ${moment(override.until, this.account.zone, now)}` : 'until cleared'}
            (“${foreign(override.reason)}”); ` : nothing;
        return html`${set}declared ${units(declaredLimit)}${
            granted ? `; ${units(granted)} granted for this window` : nothing}`;
    }

    /** The declarations of this policy: the account does not show which of them charged this key. */
    quotas() {
        return this.declared.filter(quota => quota.policy === this.account.policy);
    }

    declarations() {
        const places = this.quotas();
        return places.length === 0 ? nothing : html`<dt>Declared</dt><dd><ul class="places">${places.map(quota => html`
            <li><code>${quota.where}</code></li>`)}</ul></dd>`;
    }

    history() {
        const {account} = this;
        const {windows} = this.data;
        return html`
            <section class="card"><h2>History</h2>
                ${chart(account, windows)}
                <details><summary>As a table</summary>
                    <table>
                        <thead><tr><th scope="col">Window from</th><th scope="col">to</th><th scope="col">Used</th>
                            <th scope="col">Limit</th></tr></thead>
                        <tbody>${shown(account, windows).reverse().map(window => html`
                            <tr><td>${date(window.periodStart, account)}</td><td>${date(window.resetAt, account)}</td>
                                <td>${units(window.used)}</td><td>${units(window.limit)}</td></tr>`)}</tbody>
                    </table>
                </details>
            </section>`;
    }

    acts() {
        const {version, override, key} = this.account;
        const fold = (title, name) => html`
            <details name="act" ?open=${name === 'override'} @toggle=${event => this.toggle(name, event.target.open)}>
                <summary>${title}</summary>${this.forms[name].template(version)}</details>`;
        return html`
            <section class="card acts"><h2>Adjust</h2>
                ${fold('Change the limit', 'override')}
                ${override ? fold('Clear the limit that was set', 'clear-override') : nothing}
                ${fold('Grant units for this window', 'grant')}
                ${fold('Correct what is used', 'correct')}
                ${fold('Reset to 0', 'reset')}
                ${fold('Restart the window', 'restart')}
                <p class="erase"><a href="#/clean-up?${new URLSearchParams({key})}">Erase this key …</a></p>
            </section>`;
    }

    /** Only what is looked at is asked for. */
    toggle(name, open) {
        if (open) {
            this.opened = name;
        } else if (this.opened === name) {
            this.opened = undefined;
        }
        this.draw();
    }

    makeForms() {
        const form = (name, label, fields = () => nothing) => new Form({
            name, label, draw: this.draw,
            fields,
            foretell: typed => this.foretell(name, typed),
            submit: (body, seen) => this.send(name, body, seen)
        });
        const amount = label => () => html`<label>${label}
            <input name="units" inputmode="text" maxlength="20" spellcheck="false"></label>`;
        return {
            override: form('override', 'Set the limit', typed => this.limitFields(typed)),
            'clear-override': form('clear-override', 'Clear it'),
            grant: form('grant', 'Grant', amount('Extra units')),
            correct: form('correct', 'Correct', amount('Change of used (with its sign)')),
            reset: form('reset', 'Reset to 0'),
            restart: form('restart', 'Restart the window')
        };
    }

    foretell(name, typed) {
        if (this.opened !== name) {
            return {says: ''};
        }
        const defaults = {limit: '', lasts: 'cleared', units: ''};
        return acts[name](this.account, {...defaults, ...typed}, this.data.now,
            (body, word) => this.forecaster.of(name, this.account, body, word));
    }

    limitFields(typed) {
        return html`
            <label>New limit
                <input name="limit" inputmode="numeric" maxlength="20" spellcheck="false" ?disabled=${Boolean(typed.unlimited)}>
            </label>
            <label class="tick"><input type="checkbox" name="unlimited" value="yes"> no limit</label>
            <label>Lasts until
                <select name="lasts">
                    <option value="cleared">it is cleared</option>
                    ${this.account.resetAt === undefined ? nothing : html`<option value="window">the window ends</option>`}
                    <option value="date">a time …</option>
                </select>
            </label>
            <label ?hidden=${typed.lasts !== 'date'}>Until, in ${shownZone(this.account.zone)}
                <input type="datetime-local" name="until">
            </label>`;
    }

    /** Never applied to a state that came while one was typing: the first press then shows it, the second is meant. */
    async send(name, body, seen) {
        let after;
        try {
            after = await act(this.id, name, seen, body);
        } catch (problem) {
            if (problem.status === 412) {
                const before = new Set(this.data.audit.map(entry => entry.id));
                await this.refresh();
                problem.said = this.conflict(this.data.audit.find(entry => !before.has(entry.id)) ?? this.data.audit[0]);
            }
            throw problem;
        }
        await this.refresh();
        const [latest] = this.data.audit;
        return after.version === seen ? 'Nothing has changed.' : latest ? html`Done: ${foreign(latest.by)} ${deed({...latest, zone: this.account.zone}, this.data.now)}.` : 'Done.';
    }

    conflict(entry) {
        const what = entry ? html` (${foreign(entry.by)} ${deed({...entry, zone: this.account.zone}, this.data.now)})` : nothing;
        return html`Another operator changed this account${what}. Your change was not made. The page shows the new state and keeps what
            you typed: read the new effect, and press again if you still want it.`;
    }
}
