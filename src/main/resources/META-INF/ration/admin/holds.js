// What is held on an account, and the release of a hold. There is one form, whichever hold is chosen: what is typed stays with
// the hold that was chosen, however the list changes.
import {html, nothing} from './lit-html.js';
import {get} from './api.js';
import {Form} from './form.js';
import {pages} from './parts.js';
import {ago, many, moment, span, units} from './words.js';

export class Holds {
    /** @param release sends {hold, reason} for the version that was seen; answers what to say when it is done */
    constructor(account, {draw, refresh, release}) {
        this.account = account;
        this.draw = draw;
        this.refreshPage = refresh;
        this.page = 0;
        this.data = {holds: [], page: 0, more: false};
        this.form = new Form({
            name: 'release-hold', label: 'Release it', draw,
            fields: () => nothing,
            foretell: () => this.foretell(),
            submit: release
        });
    }

    async refresh(signal) {
        this.data = await get(`accounts/${this.account}/holds`, {page: this.page}, signal);
        if (this.data.holds.length === 0 && this.page > 0) {
            this.page = 0;
            await this.refresh(signal);
        }
    }

    go(page) {
        this.page = page;
        this.refreshPage();
    }

    template({version, zone}, now) {
        const {holds} = this.data;
        return holds.length === 0 && !this.chosen ? nothing : html`
            <section class="card"><h2>Held now</h2>
                <p class="lead">What calls and reservations hold until they end. It is not used, and takes room in the window in
                    which it was taken.</p>
                <table class="holds">
                    <thead><tr><th scope="col">Held</th><th scope="col">Since</th><th scope="col">Ends</th>
                        <th scope="col"><span class="unseen">Release</span></th></tr></thead>
                    <tbody>${holds.map(hold => this.row(hold, zone, now))}</tbody>
                </table>
                ${pages(this.data, page => this.go(page))}
                ${this.chosen ? this.form.template(version) : nothing}
            </section>`;
    }

    row(hold, zone, now) {
        return html`
            <tr aria-current=${hold.id === this.chosen?.id ? 'true' : nothing}>
                <td>${units(hold.units)}</td>
                <td>${ago(hold.takenAt, now)}<br><span class="quiet">${moment(hold.takenAt, zone, now)}</span></td>
                <td>in ${span(Date.parse(hold.expiresAt) - Date.parse(now))}</td>
                <td><button type="button" class="plain" aria-label="Release the hold of ${units(hold.units)}"
                    @click=${() => this.choose(hold)}>Release …</button></td>
            </tr>`;
    }

    choose(hold) {
        this.chosen = hold;
        this.form.message = null;
        this.draw();
        document.querySelector('#release-hold [name=reason]').focus();
    }

    foretell() {
        const {id, units: held} = this.chosen;
        return this.data.holds.some(hold => hold.id === id) ? {
            says: `${many(held, 'unit is', 'units are')} given back now. `
                + 'If the work still runs and is settled, its cost is counted.',
            body: {hold: id}
        } : {says: 'The hold has ended, or is on another page.'};
    }
}
