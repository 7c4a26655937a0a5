// Numbers, times and acts in the operator's words. Knows nothing of the page.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [[DAY, 'day'], [HOUR, 'hour'], [MINUTE, 'minute'], [SECOND, 'second']];

const NUMBERS = new Intl.NumberFormat('en');

export const UNLIMITED = 'unlimited';
export const INFLIGHT = 'inflight';

export function units(value) {
    return value === UNLIMITED ? 'no limit' : NUMBERS.format(value);
}

export function many(count, one, more = `${one}s`) {
    return `${units(count)} ${count === 1 ? one : more}`;
}

/** Characters that are not seen, or that change the order of others. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]/gu;

/** Text from outside with all its characters to be seen: "user:⟨U+202E⟩x", "user:␣x". */
export function visible(text) {
    return text
        .replace(UNSEEN, unseen => `⟨U+${unseen.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
        .replace(/^ | $|(?<= ) /g, '␣');
}

/** How much of the limit is used or held, as a fraction; 0 where there is no limit. SHARE of OperatorTables sorts by it. */
export function share(account) {
    if (account.limit === UNLIMITED) {
        return 0;
    }
    const taken = account.used + account.reserved;
    return account.limit === 0 ? 1 : taken / account.limit;
}

/** Whole per cent, rounded down, so that 100 % is never said of what is not used up. */
export function percent(account) {
    return account.limit === UNLIMITED ? '' : `${units(Math.floor(share(account) * 100))} %`;
}

/** "120 of 500 used". */
export function usedOf(account) {
    if (account.limit === UNLIMITED) {
        return `${units(account.used)} used, ${account.reserved > 0 ? `${units(account.reserved)} held, ` : ''}no limit`;
    }
    const over = account.used > account.limit ? `, ${units(account.used - account.limit)} over` : '';
    const held = account.reserved > 0 ? `, ${units(account.reserved)} held` : '';
    if (account.period === INFLIGHT) {
        return `${units(account.reserved)} of ${units(account.limit)} held`;
    }
    return `${units(account.used)} of ${units(account.limit)} used${over}${held}`;
}

/** "3 days", in the largest unit of which there are at least two, rounded down. */
export function span(milliseconds) {
    const [size, name] = UNITS.find(([unit]) => milliseconds >= 2 * unit) ?? UNITS.at(-1);
    return many(Math.max(1, Math.floor(milliseconds / size)), name);
}

/** "Tue 1 Dec 00:00 Europe/Berlin", with the year where it is not this one. */
export function moment(instant, zone, now) {
    const at = wall(instant, zone);
    const year = at.year === wall(now, zone).year ? '' : ` ${at.year}`;
    const seconds = at.second === '00' ? '' : `:${at.second}`;
    return `${at.weekday} ${at.day} ${at.month}${year} ${at.hour}:${at.minute}${seconds} ${shownZone(zone)}`;
}

/** "1 Dec 2026", with the time where windows are shorter than a day: "1 Dec 2026 14:30"; "never" if there is none. */
export function date(instant, {period, zone}) {
    if (instant === undefined) {
        return 'never';
    }
    const at = wall(instant, zone);
    const time = /^(minute|hour|\d+h|\d+min)$/.test(period) ? ` ${at.hour}:${at.minute}` : '';
    return `${at.day} ${at.month} ${at.year}${time}`;
}

export function clock(instant) {
    const at = wall(instant, 'UTC');
    return `${at.hour}:${at.minute}:${at.second} UTC`;
}

/** "resets in 3 days, Tue 1 Dec 00:00 Europe/Berlin". */
export function ends(account, now) {
    const wait = Date.parse(account.resetAt) - Date.parse(now);
    if (account.beginsLater) {
        return `begins only in ${span(Date.parse(account.periodStart) - Date.parse(now))}`;
    }
    if (account.period === INFLIGHT) {
        return 'given back when calls end';
    }
    if (!account.open) {
        return 'no open window: nothing is used';
    }
    if (account.resetAt === undefined) {
        return 'never resets';
    }
    return `resets ${wait > 0 ? `in ${span(wait)}` : 'now'}, ${moment(account.resetAt, account.zone, now)}`;
}

export function ago(instant, now) {
    const passed = Date.parse(now) - Date.parse(instant);
    return passed < SECOND ? 'just now' : `${span(passed)} ago`;
}

const LENGTHS = {d: 'day', h: 'hour', min: 'minute'};

/** "per month", "per 30 days", "per month from day 15", "in all". */
export function per(period) {
    const [, count, unit] = /^(\d+)(d|h|min)$/.exec(period) ?? [];
    const anchored = /^month@(\d+)$/.exec(period);
    if (count) {
        return `per ${many(Number(count), LENGTHS[unit])}`;
    }
    if (anchored) {
        return `per month from day ${anchored[1]}`;
    }
    return {once: 'in all', [INFLIGHT]: 'at a time'}[period] ?? `per ${period}`;
}

/** Whether windows begin and end by the clocks of a zone. */
export function hasZone(period) {
    return !/^(\d+h|\d+min|once|inflight)$/.test(period);
}

/** The act of an audit entry, in words. */
export function deed(entry, now) {
    const until = entry.act === 'override-set' && entry.untilAfter ? ` until ${moment(entry.untilAfter, entry.zone ?? 'UTC', now)}` : '';
    switch (entry.act) {
        case 'prepared':
            return 'made the account, before any call was counted';
        case 'override-set':
            return `set the limit to ${units(entry.after)}${until}`
                + (entry.before === null ? '' : `; it was set to ${units(entry.before)}`);
        case 'override-cleared':
            return `cleared the limit that was set to ${units(entry.before)}`;
        case 'granted':
            return entry.after >= entry.before
                ? `granted ${units(entry.after - entry.before)} more for the window, now ${units(entry.after)} extra`
                : `took back ${units(entry.before - entry.after)} of the grant, now ${units(entry.after)} extra`;
        case 'corrected':
            return `corrected used from ${units(entry.before)} to ${units(entry.after)}`;
        case 'reset':
            return `reset used from ${units(entry.before)} to ${units(entry.after ?? 0)}`;
        case 'restarted':
            return `restarted the window, with ${units(entry.before)} used`;
        case 'released':
            return `released a hold of ${units(entry.before)}`;
        case 'refunded':
            return `gave ${units(entry.before - entry.after)} back, of a charge of ${units(entry.before)}`;
        case 'overrun':
            return `counted ${units(entry.after)} where ${units(entry.before)} had been held, beyond the limit`;
        case 'erased':
            return `erased a key with ${many(entry.before ?? 0, 'account')}`;
        case 'purged':
            return `purged ${many(entry.before ?? 0, 'idle account')}`;
        default:
            return entry.act;
    }
}

/** The instant at which the clocks of a zone show a local time ("2026-12-12T08:30"), or null. */
export function instantAt(local, zone) {
    const wanted = Date.parse(`${local}Z`);
    if (Number.isNaN(wanted)) {
        return null;
    }
    // Twice, since the first guess may lie on the other side of a change of the clocks.
    const first = wanted - offset(wanted, zone);
    return new Date(wanted - offset(first, zone)).toISOString();
}

function offset(milliseconds, zone) {
    const at = wall(milliseconds, zone);
    return Date.parse(`${at.isoDate}T${at.hour}:${at.minute}:${at.second}Z`) - Math.floor(milliseconds / SECOND) * SECOND;
}

/** The zone by which the times of a zone are shown: UTC for one that Java knows and the browser does not ("UTC+1"). */
export function shownZone(zone) {
    try {
        format(zone);
        return zone;
    } catch {
        return 'UTC';
    }
}

function wall(instant, zone) {
    const time = new Date(instant);
    const parts = Object.fromEntries(format(shownZone(zone)).formatToParts(time).map(({type, value}) => [type, value]));
    const month = String(MONTHS.indexOf(parts.month) + 1).padStart(2, '0');
    return {...parts, isoDate: `${parts.year}-${month}-${parts.day.padStart(2, '0')}`};
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const formats = new Map();

function format(zone) {
    if (!formats.has(zone)) {
        formats.set(zone, new Intl.DateTimeFormat('en-US', {
            timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
            hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'
        }));
    }
    return formats.get(zone);
}
