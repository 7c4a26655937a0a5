// The frame: which view is shown, and how its figures stay fresh.
import {html, nothing, render} from './lit-html.js';
import {get} from './api.js';
import {Account} from './account.js';
import {Accounts} from './accounts.js';
import {Audit} from './audit.js';
import {CleanUp} from './cleanup.js';
import {foreign} from './parts.js';
import {Quotas} from './quotas.js';
import {clock, visible} from './words.js';

const EVERY = 3000;
/** A refresh takes at most this part of the time, so that a slow database is not kept busy by those who watch. */
const PATIENCE = 10;

const LINKS = [['accounts', 'Accounts'], ['quotas', 'Declared quotas'], ['audit', 'Audit'], ['clean-up', 'Clean up']];
const VIEWS = {
    accounts: query => new Accounts(query, page),
    account: (query, id) => new Account(id, page),
    quotas: () => new Quotas(),
    audit: query => new Audit(query, page),
    'clean-up': query => new CleanUp(query, page)
};

const page = {draw, go, refresh};
let user = '';
let place = '';
let view;
/** The server's time at the last refresh; undefined while a view has no data. */
let now;
let problem = null;
let timer;
let turn = 0;
let asking = new AbortController();

function go(hash, replace = false) {
    if (replace) {
        history.replaceState(null, '', hash);
        open();
    } else {
        location.hash = hash;
    }
}

function open() {
    const [path, query = ''] = location.hash.slice(1).split('?');
    const [, name, id] = path.split('/');
    const asked = path || '/accounts';
    const first = place === '';
    if (asked === place && view.change) {
        view.change(new URLSearchParams(query));
        refresh();
        return;
    }
    view?.leave?.();
    place = asked;
    view = (VIEWS[name] ?? VIEWS.accounts)(new URLSearchParams(query), id);
    now = undefined;
    problem = null;
    draw();
    refresh().then(() => first || document.querySelector('h1')?.focus());
}

async function refresh() {
    clearTimeout(timer);
    const mine = ++turn;
    const began = performance.now();
    asking.abort();
    asking = new AbortController();
    try {
        const fresh = await view.refresh(asking.signal);
        if (mine === turn) {
            now = fresh;
            problem = null;
        }
    } catch (failure) {
        if (mine === turn) {
            problem = failure;
        }
    }
    if (mine === turn) {
        draw();
        const wait = Math.max(EVERY, (performance.now() - began) * PATIENCE);
        timer = document.hidden ? undefined : setTimeout(refresh, wait);
    }
}

function draw() {
    document.title = `${visible(view.title)} · Ration`;
    render(html`
        <a class="skip" href="#main" @click=${skip}>Skip to the content</a>
        <header>
            <a class="brand" href="#/accounts"><img src="favicon.svg" alt="" width="24" height="24">Ration</a>
            <nav aria-label="Views">${LINKS.map(([name, text]) => html`
                <a href="#/${name}" aria-current=${current(name) ? 'page' : nothing}>${text}</a>`)}</nav>
            <span class="user">${foreign(user)}</span>
        </header>
        <main id="main" tabindex="-1">
            ${trouble()}
            ${now === undefined ? html`<h1 tabindex="-1">${view.title}</h1>` : view.template(now)}
        </main>
        <footer>${now === undefined ? '' : html`Figures of ${clock(now)}, fresh every few seconds`}</footer>`,
    document.getElementById('page'));
}

function current(name) {
    return place.split('/')[1].replace(/^account$/, 'accounts') === name;
}

function skip(event) {
    event.preventDefault();
    document.getElementById('main').focus();
}

function trouble() {
    const since = now === undefined ? '' : ` The figures are those of ${clock(now)}.`;
    return html`<div class="notice problem" role="alert" ?hidden=${problem === null}>${problem?.message}${since}
        ${problem?.status === 401 ? html`<a href="./">Load again</a>` : nothing}
        ${problem?.status === 404 ? html`<a href="#/accounts">Show all accounts</a>` : nothing}</div>`;
}

addEventListener('hashchange', open);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
get('me').then(me => {
    user = me.user;
}, () => {}).finally(open);
