// SPDX-License-Identifier: Apache-2.0
// <ration-usage src="quotas">: the caller's usage. Default src: this script's, less .js
const known = customElements.get('ration-usage'); // loaded twice
const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block }
  ul { margin: 0; padding: 0; list-style: none }
  li { margin: .75em 0 }
  b, i, span { display: block }
  [role=meter] { margin: .25em 0; height: .6em; border: 1px solid }
  i { height: 100%; background: var(--ration-usage-fill, currentColor); forced-color-adjust: none }
`);

// assign others to translate
export const texts = known?.texts ?? {
  title: 'Usage',
  used: (used, limit) => limit ? `${used} of ${limit} used` : `${used} used, no limit`,
  reserved: units => `, ${units} held`,
  resets: time => `, resets ${time}`,
  none: 'No quotas.',
  failed: status => status === 401 ? 'Log in to see your usage.' : 'The usage cannot be shown now.',
};

const make = (name, having, ...content) => {
  const made = document.createElement(name);
  for (const each in having) made.setAttribute(each, having[each]);
  made.append(...content);
  return made;
};

known ?? customElements.define('ration-usage', class extends HTMLElement {
  static texts = texts;
  headers = this.headers ?? {};
  #turn;

  connectedCallback() {
    if (!this.shadowRoot) this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [style];
    this.refresh();
  }

  async refresh() {
    const turn = this.#turn = {};
    const shown = await this.#ask();
    if (turn === this.#turn) this.shadowRoot.replaceChildren(shown);
  }

  async #ask() {
    let status;
    try {
      const src = this.getAttribute('src') ?? import.meta.url.replace(/\.js(\?.*)?$/, '');
      const answer = await fetch(src, { headers: this.headers, cache: 'no-store' });
      status = answer.status;
      const rows = (await answer.json()).quotas.map(quota => this.#row(quota));
      return rows[0] ? make('ul', { role: 'list', 'aria-label': texts.title }, ...rows) : make('p', {}, texts.none);
    } catch {
      return make('p', { role: 'alert' }, texts.failed(status));
    }
  }

  #row({ policy, used, reserved, limit, remaining, resetAt }) {
    let lang;
    try { lang = Intl.getCanonicalLocales(this.closest('[lang]').lang)[0] } catch {} // none, or de_DE
    const number = units => units?.toLocaleString(lang);
    const time = new Date(resetAt).toLocaleString(lang, { dateStyle: 'medium', timeStyle: 'short' });
    const text = texts.used(number(used), number(limit))
      + (reserved ? texts.reserved(number(reserved)) : '') + (resetAt ? texts.resets(time) : '');
    const bar = make('i', {});
    bar.style.width = `${limit ? 100 - 100 * remaining / limit : 100}%`;
    const meter = make('div', { role: 'meter', 'aria-label': policy, 'aria-valuemax': limit,
      'aria-valuenow': limit - remaining, 'aria-valuetext': text }, bar);
    return make('li', {}, make('b', {}, policy), limit >= 0 ? meter : '', make('span', {}, text));
  }
});
