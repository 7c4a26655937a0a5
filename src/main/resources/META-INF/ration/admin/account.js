// One account: why it refuses, its history, its audit, and the acts.
import {html, nothing} from './lit-html.js';
import {act, get} from './api.js';
import {chart, shown} from './chart.js';
import {Form} from './form.js';
import * as forecast from './forecast.js';
import {audit, badges, level, meter} from './parts.js';
import {UNLIMITED, ago, date, deed, ends, moment, per, percent, shownZone, units, usedOf} from './words.js';

export class Account {
    constructor(id, {draw}) {
        this.title = 'Account';
        this.id = id;
        this.draw = draw;
        this.declared = null;
        this.forms = this.makeForms();
    }

    async refresh() {
        const [data, {declarations}] = await Promise.all([
            get(`accounts/${this.id}`), this.declared ? {declarations: this.declared} : get('declarations')
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
            <h1 tabindex="-1" class="key">${account.key}</h1>
            <p class="under"><code>${account.policy}</code> ${badges(account)}</p>
            <div class="columns">
                <div>
                    ${this.standing(now)}
                    ${this.history()}
                    <section class="card"><h2>Audit</h2>
                        ${this.data.audit.length ? audit(this.data.audit, now, account.zone)
                            : html`<p class="empty">Nobody has changed anything here.</p>`}
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
                ${meter(account)}
                <p class="figures"><span>${usedOf(account)}</span><span>${percent(account)}</span></p>
                <dl>
                    <dt>Limit</dt><dd>${this.limit(now)}</dd>
                    <dt>Window</dt><dd>${account.open ? html`since ${moment(account.periodStart, account.zone, now)};
                        ${ends(account, now)}` : ends(account, now)}</dd>
                    <dt>Period</dt><dd>${per(account.period)}, in ${account.zone}</dd>
                    <dt>Last change</dt><dd>${account.updatedAt ? ago(account.updatedAt, now) : 'none'}</dd>
                    ${this.declarations()}
                </dl>
            </section>`;
    }

    verdict(now) {
        const {account} = this;
        if (account.limit === UNLIMITED) {
            return 'No call is refused: there is no limit.';
        }
        if (this.quotas().length > 0 && this.quotas().every(quota => !quota.block)) {
            return 'No call is refused: this quota only counts (block = false).';
        }
        if (account.limit === 0) {
            return 'Every call is refused: the limit is 0.';
        }
        if (account.remaining === 0) {
            return `Calls are refused: all ${units(account.limit)} are used. They pass again when the limit is raised, `
                + (account.resetAt === undefined
                    ? 'or units are granted; the window never ends.'
                    : `units are granted, or the window ends (${moment(account.resetAt, account.zone, now)}).`);
        }
        return `Calls pass: ${units(account.remaining)} of ${units(account.limit)} remain.`;
    }

    limit(now) {
        const {override, granted, declaredLimit} = this.account;
        const parts = override
            ? [`set to ${units(override.limit)} by ${override.by} `
                + (override.until ? `until ${moment(override.until, this.account.zone, now)}` : 'until cleared')
                + ` (“${override.reason}”)`, `declared ${units(declaredLimit)}`]
            : [`declared ${units(declaredLimit)}`];
        return [...parts, ...granted ? [`${units(granted)} granted for this window`] : []].join('; ');
    }

    /** The declarations of this policy: which of them charged this very key cannot be told from the account. */
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
                            <tr><td>${date(window.periodStart, account.zone)}</td><td>${date(window.resetAt, account.zone)}</td>
                                <td>${units(window.used)}</td><td>${units(window.limit)}</td></tr>`)}</tbody>
                    </table>
                </details>
            </section>`;
    }

    acts() {
        const {version, override, key} = this.account;
        const {limit, clear, grant, correct, reset} = this.forms;
        const fold = (title, form, open = false) => html`
            <details name="act" ?open=${open}><summary>${title}</summary>${form.template(version)}</details>`;
        return html`
            <section class="card acts"><h2>Adjust</h2>
                ${fold('Change the limit', limit, true)}
                ${override ? fold('Clear the limit that was set', clear) : nothing}
                ${fold('Grant units for this window', grant)}
                ${fold('Correct what is used', correct)}
                ${fold('Reset to 0', reset)}
                <p class="erase"><a href="#/clean-up?${new URLSearchParams({key})}">Erase this key …</a></p>
            </section>`;
    }

    makeForms() {
        const form = (name, act, label, fields, foretell) => new Form({
            name, label, draw: this.draw,
            fields,
            foretell: typed => foretell(this.account, typed, this.data.now),
            submit: (body, seen) => this.send(act, body, seen)
        });
        const amount = label => () => html`<label>${label}
            <input name="units" inputmode="text" maxlength="20" spellcheck="false"></label>`;
        const defaults = {limit: '', lasts: 'cleared', units: ''};
        return {
            limit: form('override', 'override', 'Set the limit', typed => this.limitFields(typed),
                (account, typed, now) => forecast.override(account, {...defaults, ...typed}, now)),
            clear: form('clear-override', 'clear-override', 'Clear it', () => nothing, forecast.clearing),
            grant: form('grant', 'grant', 'Grant', amount('Extra units'),
                (account, typed) => forecast.grant(account, {...defaults, ...typed})),
            correct: form('correct', 'correct', 'Correct', amount('Change of used (with its sign)'),
                (account, typed) => forecast.correct(account, {...defaults, ...typed})),
            reset: form('reset', 'reset', 'Reset to 0', () => nothing, forecast.reset)
        };
    }

    limitFields(typed) {
        return html`
            <label>New limit
                <input name="limit" inputmode="numeric" maxlength="20" spellcheck="false" ?disabled=${Boolean(typed.unlimited)}>
            </label>
            <label class="tick"><input type="checkbox" name="unlimited" value="yes"> no limit at all</label>
            <label>Lasts until
                <select name="lasts">
                    <option value="cleared">somebody clears it</option>
                    <option value="window">the window ends</option>
                    <option value="date">a time …</option>
                </select>
            </label>
            <label ?hidden=${typed.lasts !== 'date'}>Until, in ${shownZone(this.account.zone)}
                <input type="datetime-local" name="until">
            </label>`;
    }

    /** Never applied to a state that came while one was typing: the first press then shows it, the second is meant. */
    async send(name, body, seen) {
        try {
            await act(this.id, name, seen, body);
        } catch (problem) {
            if (problem.status === 412) {
                const before = new Set(this.data.audit.map(entry => entry.id));
                await this.refresh();
                problem.message = this.conflict(this.data.audit.find(entry => !before.has(entry.id)) ?? this.data.audit[0]);
            }
            throw problem;
        }
        await this.refresh();
        const [latest] = this.data.audit;
        return latest ? `Done: ${latest.by} ${deed({...latest, zone: this.account.zone}, this.data.now)}.` : 'Done.';
    }

    conflict(entry) {
        const what = entry ? ` (${entry.by} ${deed({...entry, zone: this.account.zone}, this.data.now)})` : '';
        return `Somebody changed this meanwhile${what}; nothing of yours was done. The page shows the new state, and what you `
            + 'typed is kept: read again what will happen, and press again if you still want it.';
    }
}
