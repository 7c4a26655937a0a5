// What cannot be taken back: erasing a key, purging idle accounts.
import {html} from './lit-html.js';
import {Latest, get, post} from './api.js';
import {whole} from './forecast.js';
import {Form} from './form.js';
import {foreign} from './parts.js';
import {instantAt, many, moment, units} from './words.js';

export class CleanUp {
    constructor(query, {draw}) {
        this.title = 'Clean up';
        this.query = query;
        this.draw = draw;
        this.keys = new Latest();
        this.days = new Latest();
        this.erase = new Form({
            name: 'erase', label: 'Erase for good', danger: true, draw,
            fields: () => this.eraseFields(), foretell: typed => this.foretellErasing(typed), submit: body => this.erased(body)
        });
        this.purge = new Form({
            name: 'purge', label: 'Purge for good', danger: true, draw,
            fields: () => this.purgeFields(), foretell: typed => this.foretellPurge(typed), submit: body => this.purged(body)
        });
    }

    async refresh(signal) {
        this.now = (await get('me', {}, signal)).now;
        return this.now;
    }

    leave() {
        this.keys.leave();
        this.days.leave();
    }

    template() {
        return html`
            <h1 tabindex="-1">Clean up</h1>
            <div class="columns even">
                <section class="card warning"><h2>Erase a key</h2>
                    <p>For a data-protection request. Removes every account of the key, its history, and whatever identifies it in the
                        audit. <b>This cannot be undone</b>, and the used units of the open windows are lost: the next
                        call begins at 0.</p>
                    ${this.erase.template()}
                </section>
                <section class="card warning"><h2>Purge idle accounts</h2>
                    <p>Removes accounts whose window ended before a day, with their history. Accounts with a limit that was set
                        stay, and so does the audit. <b>This cannot be undone.</b></p>
                    ${this.purge.template()}
                </section>
            </div>`;
    }

    eraseFields() {
        return html`
            <label>Key, exactly as it is stored
                <input name="key" maxlength="200" spellcheck="false" value=${this.query.get('key') ?? ''}></label>
            <label class="tick"><input type="checkbox" name="sure" value="yes"> This is the key, and it should be erased</label>`;
    }

    foretellErasing(typed) {
        const key = typed.key ?? this.query.get('key') ?? '';
        if (!key) {
            return {says: 'Type the key.'};
        }
        if (this.asked !== key) {
            this.countAccounts(key);
        }
        if (this.counted?.key !== key) {
            return {says: 'Searching …', pending: true};
        }
        const {data, problem} = this.counted;
        if (problem) {
            return {says: problem.message};
        }
        const says = data.count === 0
            ? html`There is no account of ${foreign(key)}. Whatever identifies it in the audit is erased.`
            : html`${many(data.count, 'account')} of ${foreign(key)} will be erased, with all history.`;
        return typed.sure ? {says, body: {key}} : {says: html`${says} Tick the box to continue.`};
    }

    /** The server counts: the search would find all keys that contain this one. */
    countAccounts(key) {
        this.asked = key;
        this.keys.ask(signal => get('erase', {key}, signal), answer => {
            this.counted = {...answer, key};
            this.draw();
        });
    }

    async erased(body) {
        const {accounts} = await post('erase', body);
        this.asked = undefined;
        this.counted = undefined;
        return html`${foreign(body.key)} is erased: ${many(accounts, 'account')}.`;
    }

    purgeFields() {
        return html`
            <label>Window ended before (UTC) <input type="date" name="day"></label>
            <label>Number of accounts that will be removed
                <input name="confirm" inputmode="numeric" maxlength="20" spellcheck="false"></label>`;
    }

    foretellPurge({day = '', confirm = ''}) {
        const idleSince = day && instantAt(`${day}T00:00`, 'UTC');
        if (!idleSince || Date.parse(idleSince) > Date.parse(this.now)) {
            return {says: 'Choose a day that is not in the future.'};
        }
        if (this.since !== idleSince) {
            this.countIdle(idleSince);
        }
        if (this.idle?.since !== idleSince) {
            return {says: 'Counting …', pending: true};
        }
        const {data, problem} = this.idle;
        if (problem) {
            return {says: problem.message};
        }
        const says = `${many(data.count, 'account is', 'accounts are')} idle since before `
            + `${moment(idleSince, 'UTC', this.now)}`;
        if (data.count === 0) {
            return {says: `${says}; there is nothing to purge.`};
        }
        return whole(confirm) === data.count ? {says: `${says} and will be removed.`, body: {idleSince}}
            : {says: `${says} and will be removed. Type the number ${units(data.count)} to continue.`};
    }

    countIdle(since) {
        this.since = since;
        this.days.ask(signal => get('purge', {idleSince: since}, signal), answer => {
            this.idle = {...answer, since};
            this.draw();
        });
    }

    async purged(body) {
        const {accounts} = await post('purge', body);
        this.idle = undefined;
        this.since = undefined;
        return `${many(accounts, 'account')} purged.`;
    }
}
