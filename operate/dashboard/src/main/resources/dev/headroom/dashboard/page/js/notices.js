// Owns the one line that says what is wrong: the connection first, then the troubles that the server names, then that
// nothing is. It always has its place, so that nothing below it moves when something breaks.

import {ago, clock, plural} from './format.js';
import {attribute, h, list, text} from './dom.js';

export class Notices {
    root;

    #model;
    #sign = h('span', {class: 'notice-sign', 'aria-hidden': 'true'});
    #texts = h('ul', {class: 'notice-texts'});
    #more = h('button', {type: 'button', class: 'notice-more', 'aria-expanded': 'false'});
    #alerts = h('a', {class: 'notice-alerts', href: '#alerts'});
    #spoken = h('span', {class: 'unseen', role: 'status'});
    #open = false;

    constructor(model) {
        this.#model = model;
        this.root = h('div', {class: 'notice'}, this.#sign, this.#texts, this.#more, this.#alerts, this.#spoken);
        this.#more.addEventListener('click', () => {
            this.#open = !this.#open;
            this.show();
        });
    }

    show() {
        const {kind, lines} = this.#notice();
        if (this.root.dataset.kind !== kind) {
            // The seconds in the line would be spoken again and again; the change is spoken once.
            text(this.#spoken, kind === 'fine' ? '' : lines[0]);
        }
        attribute(this.root, 'data-kind', kind);
        text(this.#sign, {fine: '✓', wait: '…', lost: '✕', trouble: '!'}[kind]);
        const shown = this.#open ? lines : lines.slice(0, 1);
        list(this.#texts, shown.map((line, place) => ({line, place})), each => each.place, () => {
            const root = h('li');
            return {root, show: ({line}) => text(root, line)};
        });
        this.#more.hidden = lines.length < 2;
        text(this.#more, this.#open ? 'fewer' : `${lines.length - 1} more`);
        attribute(this.#more, 'aria-expanded', String(this.#open));
        const firing = (this.#model.status?.alerts ?? []).filter(alert => alert.state === 'firing').length;
        this.#alerts.hidden = firing === 0;
        text(this.#alerts, `${plural(firing, 'alert')} firing`);
    }

    #notice() {
        const {connection, status, failure, host} = this.#model;
        if (connection.phase === 'lost') {
            return {kind: 'lost', lines: [this.#lost()]};
        }
        if (status === null) {
            return {kind: 'wait', lines: [`Connecting to Headroom at ${host} …`]};
        }
        const lines = failure === null ? status.troubles : [`Headroom's API: ${failure}`, ...status.troubles];
        return lines.length > 0
            ? {kind: 'trouble', lines}
            : {kind: 'fine', lines: ['No trouble between the metrics pages and the replicas.']};
    }

    #lost() {
        const {connection, status, host} = this.#model;
        const wait = connection.retryIn;
        const next = wait === null ? 'Trying again …' : `Trying again in ${Math.ceil(wait)} s.`;
        return status === null
            ? `Headroom does not answer at ${host}: is it running? ${next}`
            : `Connection to Headroom lost. What you see is from ${clock(Date.parse(status.time))}, `
                + `${ago(connection.silence ?? 0)}. ${next}`;
    }
}
