// The list of accounts: search, filters, bars, and the reset of all that match.
import {html, nothing} from './lit-html.js';
import {Latest, get, post} from './api.js';
import {whole} from './forecast.js';
import {Form} from './form.js';
import {badges, foreign, level, meter, notice, pages} from './parts.js';
import {ends, many, percent, units, usedOf} from './words.js';

const STATES = [['', 'All'], ['exhausted', 'Used up'], ['near', '80 % or more'], ['overridden', 'Limit set']];
const URGENT = 'share.descending';
const SORTS = [
    ['', 'Fullest first'], ['key', 'Key'], ['used.descending', 'Most used first'],
    ['resetAt', 'Resets soonest'], ['updatedAt.descending', 'Last changed']
];
const UNITS = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'once', 'inflight'];
const NO_SCOPE = '-';

export class Accounts {
    constructor(query, {draw, go}) {
        this.title = 'Accounts';
        this.query = query;
        this.key = query.get('key') ?? '';
        this.draw = draw;
        this.go = go;
        this.declared = [];
        this.asked = true;
        this.mass = new MassReset(this);
        this.prepare = new Prepare(this);
        this.finder = new Finder(this);
    }

    /** As the parameters of the REST; undefined ones are not sent. */
    get filter() {
        const scope = this.query.get('scope');
        return {
            key: this.query.get('key') || undefined,
            scope: scope === NO_SCOPE ? '' : scope || undefined,
            period: this.query.get('period') || undefined,
            state: this.query.get('state') || undefined
        };
    }

    leave() {
        clearTimeout(this.typing);
        this.mass.leave();
    }

    async refresh(signal) {
        const [sort, order] = (this.query.get('sort') || URGENT).split('.');
        const page = this.query.get('page') ?? undefined;
        const [data, {declarations}] = await Promise.all([
            get('accounts', {...this.filter, sort, order, page}, signal),
            this.declared.length ? {declarations: this.declared} : get('declarations', {}, signal)
        ]);
        this.declared = declarations;
        this.data = this.asked ? data : {...data, accounts: inShownOrder(this.data.accounts, data.accounts)};
        this.asked = false;
        return data.now;
    }

    /** Another filter: what is shown stays until the answer is there. */
    change(query) {
        const key = query.get('key') ?? '';
        this.query = query;
        this.key = this.key.trim() === key ? this.key : key;
        this.asked = true;
        this.mass.forget();
    }

    with(name, value) {
        const query = new URLSearchParams(this.query);
        query.delete('page');
        if (value) {
            query.set(name, value);
        } else {
            query.delete(name);
        }
        this.go(`#/accounts?${query}`, true);
    }

    template(now) {
        return html`
            <h1 tabindex="-1">Accounts</h1>
            ${this.filters()}
            ${this.finder.template()}
            ${this.data.accounts.length ? this.list(now) : this.empty()}
            <p class="quiet" role="status">${this.shown()}</p>
            ${pages(this.data, page => this.with('page', String(page)))}
            ${this.prepare.template()}
            ${this.mass.template()}`;
    }

    filters() {
        const scopes = [...new Set(this.declared.map(quota => quota.scope).filter(scope => scope))].sort();
        const periods = [...new Set([...UNITS, ...this.declared.map(quota => quota.period.split('@')[0])])];
        return html`
            <form class="filters" role="search" autocomplete="off" @submit=${event => event.preventDefault()}>
                <label class="search">Key
                    <input type="search" name="key" maxlength="200" placeholder="part of a key" spellcheck="false"
                           .value=${this.key} @input=${event => this.search(event.target.value)}>
                </label>
                ${choice('Scope', 'scope', [['', 'any'], [NO_SCOPE, 'none'], ...same(scopes)], this)}
                ${choice('Period', 'period', [['', 'any'], ...same(periods)], this)}
                ${choice('Order', 'sort', SORTS, this)}
                <fieldset class="states"><legend>State</legend>
                    ${STATES.map(([state, name]) => html`
                        <label><input type="radio" name="state" value=${state}
                            .checked=${(this.query.get('state') ?? '') === state}
                            @change=${() => this.with('state', state)}><span>${name}</span></label>`)}
                </fieldset>
            </form>`;
    }

    search(text) {
        this.key = text;
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.with('key', this.key.trim()), 250);
    }

    list(now) {
        return html`
            <ol class="accounts">
                ${this.data.accounts.map(account => html`
                    <li class=${level(account)}>
                        <div class="who">
                            <a href="#/account/${account.id}">${foreign(account.key)}</a>
                            <span><code>${account.policy}</code> ${badges(account)}</span>
                        </div>
                        <div class="how">
                            ${meter(account)}
                            <span class="figures"><span>${usedOf(account)}</span><span>${percent(account)}</span></span>
                        </div>
                        <div class="when">${ends(account, now)}</div>
                    </li>`)}
            </ol>`;
    }

    shown() {
        const {accounts, page, size, more} = this.data;
        return page === 0 && !more ? many(accounts.length, 'account')
            : `Accounts ${page * size + 1} to ${page * size + accounts.length}${more ? ' of more' : ''}`;
    }

    empty() {
        const filtered = Object.values(this.filter).some(value => value !== undefined);
        return html`<p class="empty">${filtered
            ? html`No account matches. <a href="#/accounts">Show all</a><br>
                <span class="quiet">A key has an account once one of its calls was counted. A key whose first call is refused,
                for example by a limit of 0, has none: make the account below, and then change its limit.</span>`
            : 'No account yet: the first counted call makes one.'}</p>`;
    }
}

function same(values) {
    return values.map(value => [value, value]);
}

function choice(label, name, options, view) {
    const chosen = view.query.get(name) ?? '';
    const known = options.some(([value]) => value === chosen) ? options : [...options, [chosen, chosen]];
    return html`
        <label>${label}
            <select name=${name} @change=${event => view.with(name, event.target.value)}>
                ${known.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
            </select>
        </label>`;
}

/** A refresh changes figures and never moves a row under the pointer: the order stays until one asks anew. */
function inShownOrder(shown, fresh) {
    const places = new Map(shown.map(({id}, place) => [id, place]));
    const place = ({id}) => places.get(id) ?? shown.length;
    return [...fresh].sort((a, b) => place(a) - place(b));
}

/** Finds the account of an API key or another secret, which the tables keep as a fingerprint only. */
class Finder {
    constructor(view) {
        this.view = view;
        this.problem = null;
    }

    template() {
        const forms = [...new Set(this.view.declared.map(quota => quota.key))].filter(form => /^header:|secret\(/.test(form));
        return forms.length === 0 ? nothing : html`
            <details class="finder">
                <summary>Find the account of an API key or another secret</summary>
                <form class="row" autocomplete="off" @submit=${event => this.find(event)} @input=${() => this.forget()}>
                    <label>Key form
                        <select name="form">${forms.map(form => html`<option>${form}</option>`)}</select></label>
                    <label>Secret <input name="value" type="password" autocomplete="off" required maxlength="8192"></label>
                    <button class="primary">Find</button>
                    <p class="quiet">The secret is sent to this server to compute its fingerprint, and is not kept.</p>
                    ${notice(this.problem)}
                </form>
            </details>`;
    }

    forget() {
        this.problem = null;
        this.view.draw();
    }

    async find(event) {
        event.preventDefault();
        const {form, value} = Object.fromEntries(new FormData(event.currentTarget));
        try {
            const {key} = await post('keys', {form, values: [value]});
            this.view.with('key', key);
        } catch (problem) {
            this.problem = {kind: 'problem', text: problem.message};
            this.view.draw();
        }
    }
}

/** Makes the account of a key that has none, since all its calls were refused, so that its limit can be changed. */
class Prepare {
    constructor(view) {
        this.view = view;
        this.form = new Form({
            name: 'prepare', label: 'Make the account', draw: view.draw,
            fields: () => this.fields(),
            foretell: typed => this.foretell(typed),
            submit: body => this.submit(body)
        });
    }

    template() {
        return this.view.declared.length === 0 ? nothing : html`
            <details class="card prepare">
                <summary>Make the account of a key that has none…</summary>
                ${this.form.template()}
            </details>`;
    }

    fields() {
        return html`
            <label>The whole key
                <input name="account-key" maxlength="200" spellcheck="false" placeholder="user:42" value=${this.view.key}>
            </label>
            <label>Quota
                <select name="policy">${this.policies().map(name => html`<option>${name}</option>`)}</select>
            </label>`;
    }

    policies() {
        return [...new Set(this.view.declared.map(quota => quota.policy))].sort();
    }

    foretell(typed) {
        const key = (typed['account-key'] ?? this.view.key).trim();
        const policy = typed.policy ?? this.policies()[0];
        const forms = this.view.declared.filter(quota => quota.policy === policy).map(quota => quota.key);
        return key === '' ? {says: 'Type the key as it is stored: user:42.'} : {
            says: html`${foreign(key)} gets an account under ${policy} (counted for each ${[...new Set(forms)].join(', ')}), with
                nothing used. Its limit stays as it is: you can change it on the page that follows.`,
            body: {key, policy}
        };
    }

    async submit(body) {
        const {id, key} = await post('accounts', body);
        this.view.go(`#/account/${id}`);
        return html`${foreign(key)} has an account.`;
    }
}

class MassReset {
    constructor(view) {
        this.view = view;
        this.form = new Form({
            name: 'mass-reset', label: 'Reset them', danger: true, draw: view.draw,
            fields: () => html`<label>Number of accounts that will be reset
                <input name="confirm" inputmode="numeric" maxlength="20" spellcheck="false"></label>`,
            foretell: typed => this.foretell(typed),
            submit: body => this.submit(body)
        });
        this.latest = new Latest();
    }

    leave() {
        this.latest.leave();
    }

    template() {
        return html`
            <details class="card mass" @toggle=${event => this.toggle(event.target.open)}>
                <summary>Reset all accounts that match…</summary>
                ${this.form.template()}
                <button type="button" class="plain" @click=${() => this.count()}>Count again</button>
            </details>`;
    }

    toggle(open) {
        this.open = open;
        this.forget();
    }

    /** A count is of one filter only. */
    forget() {
        this.counted = undefined;
        if (this.open) {
            this.count();
        }
    }

    count() {
        const {filter} = this.view;
        this.latest.ask(signal => get('accounts/count', filter, signal), ({data, problem}) => {
            this.counted = data;
            if (problem) {
                this.form.say('problem', problem.message);
            }
            this.view.draw();
        });
    }

    foretell({confirm = ''}) {
        if (!this.counted) {
            return {says: 'Counting …', pending: true};
        }
        const {count, resettable} = this.counted;
        const which = Object.values(this.view.filter).some(value => value !== undefined)
            ? `${many(count, 'account matches', 'accounts match')} the filters above`
            : `No filter is set: these are all ${many(count, 'account')}`;
        if (resettable === 0) {
            return {says: `${which}; none of them has used units in an open window.`};
        }
        const says = `${which}. ${many(resettable, 'of them has', 'of them have')} used something: used becomes 0 there. `
            + 'Windows, limits and history stay. This cannot be undone.';
        return whole(confirm) === resettable ? {says, body: {filter: this.view.filter, atMost: resettable}}
            : {says: `${says} Type the number ${units(resettable)} to continue.`};
    }

    async submit(body) {
        try {
            const {reset} = await post('accounts/reset', body);
            const done = `${many(reset, 'account')} reset`;
            return reset === body.atMost ? `${done}.` : `${done} of ${units(body.atMost)};`
                + ' the others have changed, or other sessions keep them locked.';
        } catch (problem) {
            if (problem.refusal === 'more-than-confirmed') {
                problem.message = 'More accounts match now; nothing was reset. Read the new count, and type it.';
            }
            throw problem;
        } finally {
            this.counted = undefined;
            this.count();
            await this.view.refresh();
        }
    }
}
