// What cannot be taken back: erasing a key, purging idle accounts.
import {html} from './lit-html.js';
import {get, post} from './api.js';
import {Form} from './form.js';
import {instantAt, many, moment} from './words.js';

export class CleanUp {
    constructor(query, {draw}) {
        this.title = 'Clean up';
        this.query = query;
        this.draw = draw;
        this.erase = new Form({
            name: 'erase', label: 'Erase for good', danger: true, draw,
            fields: () => this.eraseFields(), foretell: typed => this.foretellErasing(typed), submit: body => this.erased(body)
        });
        this.purge = new Form({
            name: 'purge', label: 'Purge for good', danger: true, draw,
            fields: () => this.purgeFields(), foretell: typed => this.foretellPurge(typed), submit: body => this.purged(body)
        });
    }

    async refresh() {
        this.now = (await get('me')).now;
        return this.now;
    }

    template() {
        return html`
            <h1 tabindex="-1">Clean up</h1>
            <div class="columns even">
                <section class="card warning"><h2>Erase a key</h2>
                    <p>For a data-protection request. Removes every account of the key, its history, and what names it in the
                        audit. <b>This cannot be taken back</b>, and what is used in the open windows is forgotten: the next
                        call begins at 0.</p>
                    ${this.erase.template()}
                </section>
                <section class="card warning"><h2>Purge idle accounts</h2>
                    <p>Removes accounts whose window ended before a day, with their history. Accounts with a limit that was set
                        stay, and so does the audit. <b>This cannot be taken back.</b></p>
                    ${this.purge.template()}
                </section>
            </div>`;
    }

    eraseFields() {
        return html`
            <label>Key, exactly as it is stored
                <input name="key" maxlength="200" spellcheck="false" value=${this.query.get('key') ?? ''}
                       @input=${event => this.count(event.target.value)}></label>
            <label class="tick"><input type="checkbox" name="sure" value="yes"> I mean this key, and it is to be forgotten</label>`;
    }

    foretellErasing(typed) {
        const key = typed.key ?? this.query.get('key') ?? '';
        if (!key) {
            return {says: 'Type the key.'};
        }
        if (this.counted?.key !== key) {
            this.count(key);
            return {says: 'Looking for it …'};
        }
        if (this.counted.failed) {
            return {says: 'It could not be looked up; type the key again.'};
        }
        const says = this.counted.accounts === 0
            ? 'There is no account of this key; what names it in the audit is erased all the same.'
            : `${many(this.counted.accounts, 'account')} of ${key} will be erased, with all history.`;
        return typed.sure ? {says, body: {key}} : {says: `${says} Tick the box to go on.`};
    }

    count(key) {
        clearTimeout(this.typing);
        this.typing = setTimeout(async () => {
            this.counted = await countOf(key).then(accounts => ({key, accounts}), () => ({key, failed: true}));
            this.draw();
        }, 250);
    }

    async erased(body) {
        const {accounts} = await post('erase', body);
        this.counted = undefined;
        return `${body.key} is erased: ${many(accounts, 'account')}.`;
    }

    purgeFields() {
        return html`<label>Window ended before (UTC) <input type="date" name="day"></label>`;
    }

    foretellPurge({day = ''}) {
        const idleSince = day && instantAt(`${day}T00:00`, 'UTC');
        if (!idleSince || idleSince > this.now) {
            return {says: 'Choose a day that is not in the future.'};
        }
        if (this.idle?.since !== idleSince) {
            this.countIdle(idleSince);
            return {says: 'Counting …'};
        }
        if (this.idle.failed) {
            return {says: 'They could not be counted; choose the day again.'};
        }
        const says = `${many(this.idle.count, 'account is', 'accounts are')} idle since before `
            + `${moment(idleSince, 'UTC', this.now)}`;
        return this.idle.count === 0 ? {says: `${says}; there is nothing to purge.`}
            : {says: `${says} and will be removed.`, body: {idleSince}};
    }

    countIdle(since) {
        clearTimeout(this.choosing);
        this.choosing = setTimeout(async () => {
            this.idle = await get('purge', {idleSince: since}).then(({count}) => ({since, count}), () => ({since, failed: true}));
            this.draw();
        }, 250);
    }

    async purged(body) {
        const {accounts} = await post('purge', body);
        this.idle = undefined;
        return `${many(accounts, 'account')} purged.`;
    }
}

/** The accounts of exactly this key, page by page: the search finds all keys that contain it. */
async function countOf(key) {
    let count = 0;
    for (let page = 0, more = true; more; page++) {
        const found = await get('accounts', {key, size: 100, page});
        count += found.accounts.filter(account => account.key === key).length;
        more = found.more;
    }
    return count;
}
