// What an act will do, said before it is done. Each function answers {says, body}: the sentence, and the request's body if
// the act can be sent as it is typed.
import {UNLIMITED, instantAt, moment, units, usedOf} from './words.js';

const MOST = 999_999_999_999_999;

/** "500", "1,500" and "1 500" are read; anything else is null. */
export function whole(text) {
    const digits = text.replace(/[\s,_]/g, '');
    return /^[+-]?\d{1,15}$/.test(digits) ? Number(digits) : null;
}

function says(sentence, body) {
    return {says: sentence, body};
}

/** Whether the next call passes on an account as it would be. */
export function next(account) {
    if (account.limit === UNLIMITED) {
        return 'no call is refused';
    }
    const room = account.limit - account.used - account.reserved;
    if (account.limit === 0) {
        return 'every call is refused';
    }
    if (room <= 0) {
        return 'the next call is refused';
    }
    return room === 1 ? 'the next call passes, and is the last' : 'the next call passes';
}

function outcome(account, limit, used = account.used) {
    const after = {...account, limit, used};
    return `${usedOf(after)}, ${next(after)}`;
}

function plus(limit, granted) {
    return limit === UNLIMITED ? UNLIMITED : Math.min(MOST, limit + granted);
}

function withGrant(limit, account) {
    return account.granted === 0 || limit === UNLIMITED
        ? '' : ` (and the ${units(account.granted)} granted for this window)`;
}

export function override(account, typed, now) {
    const limit = typed.unlimited ? UNLIMITED : whole(typed.limit);
    if (limit === null || limit < 0) {
        return says(typed.limit ? 'The limit is a whole number, 0 or more.' : 'Type the new limit.');
    }
    const until = end(account, typed, now);
    if (until === undefined) {
        return says('Choose until when: a time that is still to come.');
    }
    const lasts = until === null ? 'until it is cleared' : `until ${moment(until, account.zone, now)}`;
    const becomes = limit === UNLIMITED ? 'There is no limit' : `The limit becomes ${units(limit)}`;
    return says(`${becomes}${withGrant(limit, account)} ${lasts}; ${outcome(account, plus(limit, account.granted))}.`,
        {limit, until});
}

function end(account, typed, now) {
    if (typed.lasts === 'cleared') {
        return null;
    }
    const until = typed.lasts === 'window' ? account.resetAt : instantAt(typed.until, account.zone);
    return until !== null && Date.parse(until) > Date.parse(now) ? until : undefined;
}

export function clearing(account) {
    const limit = account.declaredLimit;
    return says(`The limit goes back to ${units(limit)}, as last declared${withGrant(limit, account)}; `
        + `${outcome(account, plus(limit, account.granted))}.`, {});
}

export function grant(account, typed) {
    const amount = whole(typed.units);
    if (!account.open) {
        return says('No window is open, so there is none to grant units for. Change the limit, or wait for the first call.');
    }
    if (amount === null || amount === 0) {
        return says('Type how many units to add to this window; with a minus sign they are taken back.');
    }
    const granted = account.granted + amount;
    if (granted < 0) {
        return says(`Only ${units(account.granted)} were granted for this window; no more can be taken back.`);
    }
    if (account.limit === UNLIMITED) {
        return says('There is no limit, so the units change nothing for now.', {units: amount});
    }
    const limit = account.limit + amount;
    return says(`The limit of this window becomes ${units(limit)} (${units(granted)} of it granted); `
        + `${outcome(account, limit)}. The next window is as before.`, {units: amount});
}

export function correct(account, typed) {
    const amount = whole(typed.units);
    if (!account.open) {
        return says('No window is open: nothing is used, and there is nothing to correct.');
    }
    if (amount === null || amount === 0) {
        return says('Type by how much: -20 if 20 units were counted wrongly, 20 if they were missed.');
    }
    const used = account.used + amount;
    if (used < 0) {
        return says(`Only ${units(account.used)} are used; no more can be taken off.`);
    }
    return says(`Used becomes ${units(used)}; ${outcome(account, account.limit, used)}.`, {units: amount});
}

export function reset(account) {
    if (account.used === 0) {
        return says('Nothing is used in this window; there is nothing to reset.');
    }
    return says(`Used becomes 0, ${units(account.used)} before; ${outcome(account, account.limit, 0)}. `
        + 'The window ends when it would have ended; limit and history stay.', {});
}
