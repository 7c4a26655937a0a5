// A form that shows the forecast of its act during input, and keeps the input whatever the server answers. The fields belong
// to the browser: drawing the page again never writes to them.
import {html} from './lit-html.js';
import {notice} from './parts.js';

export class Form {
    /**
     * @param fields a function that answers the fields' template
     * @param foretell from what is typed: {says, body, pending}; without a body there is nothing to send
     * @param submit sends a body; answers what to say when it is done
     * @param label what the button says
     */
    constructor({name, fields, foretell, submit, label, danger = false, draw}) {
        Object.assign(this, {name, fields, foretell, submit, label, danger, draw});
        this.typed = {};
        this.busy = false;
        this.stale = false;
        this.message = null;
    }

    template(version) {
        const {says, body, pending = false} = this.foretell(this.typed);
        this.version = version;
        return html`
            <form id=${this.name} class="act" autocomplete="off" novalidate
                  @input=${event => this.read(event.currentTarget)} @submit=${event => this.send(event)}>
                ${this.fields(this.typed)}
                <label>Reason
                    <input name="reason" maxlength="400" placeholder="kept in the audit" aria-required="true">
                </label>
                <p class="forecast" id="${this.name}-forecast" aria-busy=${pending}>${says}</p>
                ${notice(this.message)}
                <button class=${this.danger ? 'danger' : 'primary'} aria-describedby="${this.name}-forecast"
                        ?disabled=${this.busy || !body}>${this.label}</button>
            </form>`;
    }

    read(form) {
        this.typed = Object.fromEntries(new FormData(form));
        this.started ??= this.version;
        this.message = null;
        this.draw();
    }

    async send(event) {
        event.preventDefault();
        const form = event.currentTarget;
        this.read(form);
        const {body, pending} = this.foretell(this.typed);
        const reason = this.typed.reason.trim();
        if (pending) {
            this.say('problem', 'Read the effect, and press again.');
        }
        if (this.busy || !body) {
            return;
        }
        if (!reason) {
            this.say('problem', 'Give the reason: the audit keeps it.');
            form.elements.reason.focus();
            return;
        }
        this.busy = true;
        this.draw();
        try {
            this.done(form, await this.submit({...body, reason}, this.started));
        } catch (problem) {
            this.message = {kind: 'problem', text: problem.said ?? problem.message};
            this.stale = problem.status === 412;
        }
        this.busy = false;
        this.draw();
        if (this.stale) {
            // The new state is drawn: from here on it is the one that has been seen.
            this.started = this.version;
            this.stale = false;
        }
    }

    done(form, text) {
        form.reset();
        this.typed = {};
        this.started = undefined;
        this.message = {kind: 'done', text};
    }

    say(kind, text) {
        this.message = {kind, text};
        this.draw();
    }
}
