// Used per window, with the limit that applied, as an SVG. Every part has its place by attributes alone, since the page's
// Content-Security-Policy allows no style attributes.
import {html, svg} from './lit-html.js';
import {UNLIMITED, date, units} from './words.js';

const SHOWN = 30;
const STEP = 20;
const HEIGHT = 100;

/** Closed windows, the latest first, and the open one. */
export function chart(account, closed) {
    const windows = shown(account, closed);
    const most = top(windows);
    const width = windows.length * STEP;
    return html`
        <figure class="chart">
            <div class="axis" aria-hidden="true"><span>${units(most)}</span><span>0</span></div>
            <svg viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img"
                 aria-label="Used in the last ${windows.length} windows; the table below has the figures">
                ${windows.map((window, at) => bar(window, at, most, account))}
            </svg>
            <figcaption>
                <span>${date(windows[0].periodStart, account)}</span>
                <span class="legend"><i class="used"></i>used <i class="full"></i>used up <i class="limit"></i>limit</span>
                <span>${account.open ? 'now' : date(windows.at(-1).periodStart, account)}</span>
            </figcaption>
        </figure>`;
}

export function shown(account, closed) {
    const open = account.open || closed.length === 0 ? [{...account, current: true}] : [];
    return [...closed.slice(0, SHOWN - open.length).reverse(), ...open];
}

/** The highest of all bars; a limit far above them would flatten them all, and is left out. */
function top(windows) {
    const used = Math.max(1, ...windows.map(window => window.used));
    const limits = windows.map(window => window.limit).filter(limit => limit !== UNLIMITED && limit <= used * 4);
    return Math.max(used, ...limits);
}

function bar(window, at, most, account) {
    const height = window.used / most * HEIGHT;
    const full = window.limit !== UNLIMITED && window.used >= window.limit;
    const kind = `${full ? 'full' : 'used'}${window.current ? ' current' : ''}`;
    return svg`
        <g>
            <title>${date(window.periodStart, account)}: ${units(window.used)} used, limit ${units(window.limit)}</title>
            <rect class="hover" x=${at * STEP} y="0" width=${STEP} height=${HEIGHT}></rect>
            <rect class=${kind} x=${at * STEP + 3} y=${HEIGHT - height} width=${STEP - 6} height=${height}></rect>
            ${window.limit === UNLIMITED || window.limit > most ? '' : limit(window, at, most)}
        </g>`;
}

function limit(window, at, most) {
    const y = HEIGHT - window.limit / most * HEIGHT;
    return svg`<line class="limit" x1=${at * STEP} x2=${(at + 1) * STEP} y1=${y} y2=${y}></line>`;
}
