// Who did what, on all accounts.
import {html} from './lit-html.js';
import {get} from './api.js';
import {audit, pages} from './parts.js';

export class Audit {
    constructor(query, {go}) {
        this.title = 'Audit';
        this.page = query.get('page') ?? undefined;
        this.go = go;
    }

    async refresh(signal) {
        this.data = await get('audit', {page: this.page}, signal);
        return this.data.now;
    }

    template(now) {
        return html`
            <h1 tabindex="-1">Audit</h1>
            <p class="lead">Every act on every account, the latest first.</p>
            <section class="card">${this.data.entries.length ? audit(this.data.entries, now, 'UTC', true)
                : html`<p class="empty">No entries yet.</p>`}</section>
            ${pages(this.data, page => this.go(`#/audit?page=${page}`))}`;
    }
}
