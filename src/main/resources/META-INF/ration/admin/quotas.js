// The quotas that the application declares, and where.
import {html} from './lit-html.js';
import {get} from './api.js';
import {hasZone, per, units} from './words.js';

export class Quotas {
    constructor() {
        this.title = 'Declared quotas';
    }

    async refresh(signal) {
        this.declared = (await get('declarations', {}, signal)).declarations;
        return (await get('me', {}, signal)).now;
    }

    template() {
        return html`
            <h1 tabindex="-1">Declared quotas</h1>
            <p class="lead">What the application declares by <code>@Quota</code>, with its settings applied. A limit
                of an account, from a plan or set by an operator, takes precedence.</p>
            ${this.declared.length ? html`<ul class="quotas">${this.declared.map(quota)}</ul>`
                : html`<p class="empty">The application declares none: it charges from code only.</p>`}`;
    }
}

function quota(declared) {
    const filter = new URLSearchParams({scope: declared.scope || '-', period: declared.period.split('@')[0]});
    return html`
        <li class="card">
            <h2><code>${declared.policy}</code></h2>
            <p class="verdict">${declared.limit === 'unlimited' ? 'Counts without a limit' : units(declared.limit)}
                ${per(declared.period)}, for each <code>${declared.key}</code></p>
            <dl>
                <dt>Declared</dt><dd><code>${declared.where}</code></dd>
                <dt>Scope</dt><dd>${declared.scope || 'none'}</dd>
                <dt>Zone</dt><dd>${hasZone(declared.period) ? declared.zone : 'of no importance'}</dd>
                <dt>Over it</dt><dd>${declared.block ? 'calls are refused' : 'calls pass and are counted (block = false)'}</dd>
            </dl>
            <p><a href="#/accounts?${filter}" aria-label="Accounts of ${declared.policy}">Its accounts</a></p>
        </li>`;
}
