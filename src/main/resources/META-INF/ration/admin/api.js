// The REST of openapi.json, as functions that answer JSON or throw a Problem.

// Without the login that the address of the page may hold: fetch refuses such addresses.
const API = location.origin + new URL('api/', location.href).pathname;

/** An answer that is no success, or none at all (status 0). */
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
            signal: AbortSignal.timeout(20_000),
            ...options
        });
    } catch {
        throw new Problem(0, {});
    }
}

/** Parameters that are undefined are left out; an empty one is sent. */
export function get(path, parameters = {}) {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    return send(given.length ? `${path}?${new URLSearchParams(given)}` : path, {});
}

export function post(path, body, headers = {}) {
    return send(path, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'X-Requested-By': 'ration', ...headers},
        body: JSON.stringify(body)
    });
}

/** An act on an account as it was seen: 412 if another act came in between. */
export function act(id, name, version, body) {
    return post(`accounts/${id}/${name}`, body, {'If-Match': `"${version}"`});
}
