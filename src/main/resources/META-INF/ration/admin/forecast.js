// What an act will do, said before it is done. The server reckons it; here it is put into words.
import {html} from './lit-html.js';
import {Latest, forecast} from './api.js';
import {UNLIMITED, instantAt, moment, units, usedOf} from './words.js';

const NUMBER = /^[+-]?(\d{1,15}|\d{1,3}([ ,_\u00a0\u202f]\d{3}){1,4})$/;

/** "1500", "1,500" and "1 500" are read; anything else, such as "1,5", is null. */
export function whole(text) {
    const given = text.trim();
    return NUMBER.test(given) ? Number(given.replace(/[ ,_\u00a0\u202f]/g, '')) : null;
}

/** What to say of a field that is not a whole number. */
export function notWhole(text) {
    return html`“<bdi>${text}</bdi>” is not a whole number of at most 15 digits. Write digits only, such as 1500.`;
}

/** Asks the server for the act that is being typed: one request at a time, the last one. */
export class Forecaster {
    constructor(draw) {
        this.draw = draw;
        this.latest = new Latest();
    }

    /** {says, body, pending}: what the server said last of this body, until it has said it of the account's new figures. */
    of(act, account, body, word) {
        const typed = JSON.stringify([act, body]);
        const asked = JSON.stringify([typed, account.version, account.used, account.limit, account.resetAt]);
        if (asked !== this.asked) {
            this.ask(act, account.id, body, typed, asked);
        }
        if (this.answered?.typed !== typed) {
            return {says: 'Asking for the effect …', pending: true};
        }
        const {data, problem} = this.answered;
        return problem ? {says: refused(problem, account)} : {says: word(data.account, data.calls), body};
    }

    ask(act, id, body, typed, asked) {
        this.asked = asked;
        this.latest.ask(signal => forecast(id, act, body, signal), answer => {
            this.answered = {...answer, typed};
            this.draw();
        });
    }

    leave() {
        this.latest.leave();
    }
}

function refused(problem, account) {
    if (problem.refusal === 'below-zero') {
        return account.used < account.granted
            ? 'No more can be taken back than was granted or used.'
            : `Only ${units(account.used)} are used, and ${units(account.granted)} granted; no more can be subtracted.`;
    }
    return problem.message;
}

/**
 * What becomes of the next call: of each quota that is declared for the account, else of a call that costs one unit.
 * The outcomes are those of Views.nextCall; the rule itself is EvaluatedLine.refuses. AdminPageIT compares the words
 * with the calls that follow.
 */
export function next(account, calls) {
    const {limit, remaining} = account;
    const judged = calls.length ? calls : [{cost: 1, outcome: limit === UNLIMITED || remaining > 0 ? 'passes' : 'refused'}];
    const outcomes = new Set(judged.map(call => call.outcome));
    if (outcomes.size === 1 && outcomes.has('counted')) {
        return 'no call is refused (block = false)';
    }
    if (limit === UNLIMITED) {
        return 'no call is refused';
    }
    if (limit === 0) {
        return 'every call is refused';
    }
    if (remaining === 0) {
        return 'the next call is refused';
    }
    if (outcomes.has('refused') || outcomes.has('depends')) {
        return `a call that costs more than ${units(remaining)} is refused`;
    }
    const dearest = Math.max(...judged.map(call => call.cost ?? 1));
    return remaining < 2 * dearest ? 'the next call passes, and is the last' : 'the next call passes';
}

function outcome(account, calls) {
    return `${usedOf(account)}, ${next(account, calls)}`;
}

function withGrant({granted, limit}) {
    return granted === 0 || limit === UNLIMITED ? '' : ` (and the ${units(granted)} granted for this window)`;
}

function amount(text, empty) {
    const number = whole(text);
    if (text.trim() === '' || number === 0) {
        return {says: empty};
    }
    return number === null ? {says: notWhole(text)} : {units: number};
}

/** The acts, by name: each answers {says} of what is typed, or asks. */
export const acts = {
    override(account, typed, now, ask) {
        const limit = typed.unlimited ? UNLIMITED : whole(typed.limit);
        if (limit === null || limit < 0) {
            return {says: typed.limit.trim() === '' ? 'Type the new limit.' : notWhole(typed.limit)};
        }
        const until = end(account, typed, now);
        if (until === undefined) {
            return {says: 'Choose until when: a time in the future.'};
        }
        const lasts = until === null ? 'until it is cleared' : `until ${moment(until, account.zone, now)}`;
        const becomes = limit === UNLIMITED ? 'There is no limit' : `The limit becomes ${units(limit)}`;
        return ask({limit, ...until === null ? {} : {until}},
            (after, calls) => `${becomes}${withGrant(after)} ${lasts}; ${outcome(after, calls)}.`);
    },

    'clear-override'(account, typed, now, ask) {
        return ask({}, (after, calls) => `The limit goes back to ${units(after.declaredLimit)}, as last declared`
            + `${withGrant(after)}; ${outcome(after, calls)}.`);
    },

    grant(account, typed, now, ask) {
        const {says, units: extra} = amount(typed.units,
            'Type how many units to add to this window; with a minus sign they are taken back.');
        return says ? {says} : ask({units: extra}, (after, calls) => after.limit === UNLIMITED
            ? 'There is no limit, so the units change nothing for now.'
            : `The limit of this window becomes ${units(after.limit)} (${units(after.granted)} of it granted); `
                + `${outcome(after, calls)}. The next window is not affected.`);
    },

    correct(account, typed, now, ask) {
        const {says, units: change} = amount(typed.units,
            'Type by how much: -20 if 20 units were counted wrongly, 20 if they were missed.');
        return says ? {says} : ask({units: change},
            (after, calls) => `Used becomes ${units(after.used)}; ${outcome(after, calls)}.`);
    },

    reset(account, typed, now, ask) {
        return account.used === 0 ? {says: 'Nothing is used in this window; there is nothing to reset.'}
            : ask({}, (after, calls) => `Used becomes 0, ${units(account.used)} before; ${outcome(after, calls)}. `
                + 'The window ends when it would have ended; limit and history stay.');
    },

    restart(account, typed, now, ask) {
        return !account.open ? {says: 'No window is open; the next one begins with the next counted call.'}
            : ask({}, (after, calls) => `The window ends now with ${units(account.used)} used; history keeps it, `
                + `and its grants end, too. The next one begins with the next counted call; ${outcome(after, calls)}.`);
    }
};

function end(account, typed, now) {
    if (typed.lasts === 'cleared') {
        return null;
    }
    const until = typed.lasts === 'window' ? account.resetAt : instantAt(typed.until, account.zone);
    return until && Date.parse(until) > Date.parse(now) ? until : undefined;
}
