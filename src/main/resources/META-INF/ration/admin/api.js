// The REST of openapi.json, as functions that answer JSON or throw a Problem.

// Without the login that the address of the page may hold: fetch refuses such addresses.
const API = location.origin + new URL('api/', location.href).pathname;

/** An unsuccessful answer, or none (status 0). */
export class Problem extends Error {
    constructor(status, body) {
        super(sentence(status, body));
        this.status = status;
        this.type = body.type ?? '';
        this.refusal = body.refusal;
    }
}

function sentence(status, body) {
    if (status === 0) {
        return 'The server does not answer.';
    }
    if (status === 401) {
        return 'You are logged out. Load the page again to log in; nothing was changed.';
    }
    return body.detail || body.title || `The server answered ${status}.`;
}

async function send(path, options) {
    const response = await answered(path, options);
    const body = await response.json().catch(() => null);
    if (response.ok && body !== null) {
        return body;
    }
    throw new Problem(asksForLogin(response) ? 401 : response.status, body ?? {});
}

/** An application's login form comes as a redirect, or as a page in place of JSON. */
function asksForLogin(response) {
    return response.ok || response.type === 'opaqueredirect';
}

async function answered(path, options) {
    try {
        return await fetch(API + path, {
            cache: 'no-store',
            redirect: 'manual',
            ...options,
            signal: withTimeout(options.signal)
        });
    } catch {
        throw new Problem(0, {});
    }
}

function withTimeout(signal) {
    const timeout = AbortSignal.timeout(20_000);
    return signal ? AbortSignal.any([timeout, signal]) : timeout;
}

/** Parameters that are undefined are left out; an empty one is sent. */
export function get(path, parameters = {}, signal = undefined) {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    return send(given.length ? `${path}?${new URLSearchParams(given)}` : path, {signal});
}

export function post(path, body, headers = {}, signal = undefined) {
    return send(path, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'X-Requested-By': 'ration', ...headers},
        body: JSON.stringify(body),
        signal
    });
}

/** The account as an act would leave it, whatever was done to it since it was shown. */
export function forecast(id, name, body, signal) {
    return post(`accounts/${id}/forecast/${name}`, body, {'If-Match': '*'}, signal);
}

const PAUSE = 250;

/** Requests of which only the last matters: it is sent once typing pauses, and the one before is aborted. */
export class Latest {
    /** @param then receives {data} or {problem}, unless another request was made since */
    ask(request, then) {
        this.leave();
        const controller = new AbortController();
        this.controller = controller;
        this.timer = setTimeout(async () => {
            const answer = await request(controller.signal).then(data => ({data}), problem => ({problem}));
            if (!controller.signal.aborted) {
                then(answer);
            }
        }, PAUSE);
    }

    leave() {
        clearTimeout(this.timer);
        this.controller?.abort();
    }
}

/** An act on an account as it was seen: 412 if another act came in between. */
export function act(id, name, version, body) {
    return post(`accounts/${id}/${name}`, body, {'If-Match': `"${version}"`});
}
