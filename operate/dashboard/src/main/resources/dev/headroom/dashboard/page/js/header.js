// Owns the line at the top: which autoscaler, what it scales, and whether the page is live.

import {clock} from './format.js';
import {attribute, h, list, text} from './dom.js';
import {keyOf} from './model.js';

const PHASES = {connecting: 'Connecting', live: 'Live', lost: 'Disconnected'};

/**
 * @param parts the elements `select`, `scale`, `facts`, `connection` of index.html
 * @param model what the page knows
 */
export class Header {
    #parts;
    #model;

    constructor(parts, model) {
        this.#parts = parts;
        this.#model = model;
        parts.select.addEventListener('change', () => model.choose(parts.select.value));
    }

    show() {
        const {autoscaler, autoscalers, status} = this.#model;
        const {select, scale, facts} = this.#parts;
        const single = new Set(autoscalers.map(each => each.namespace)).size <= 1;
        list(select, autoscalers, keyOf, each => {
            const option = h('option', {value: keyOf(each)});
            return {root: option, show: newer => text(option, single ? newer.name : keyOf(newer))};
        });
        select.disabled = autoscalers.length === 0;
        if (autoscaler) {
            select.value = keyOf(autoscaler);
            text(scale, `${autoscaler.kind} for ${autoscaler.reference}, `
                + `${autoscaler.minReplicas} to ${autoscaler.maxReplicas} replicas`);
        } else {
            text(scale, status ? 'no autoscaler' : '');
        }
        if (status) {
            const {version, scrapeInterval, enforcement, startedAt} = status.server;
            text(facts, `scrapes every ${scrapeInterval} · limits by ${enforcement} · Headroom ${version}`);
            facts.title = `started ${startedAt}`;
        }
        document.title = autoscaler
            ? `${autoscaler.readyReplicas}/${autoscaler.desiredReplicas ?? '–'} ${autoscaler.name} · Headroom`
            : 'Headroom';
    }

    showConnection() {
        const {connection, status} = this.#model;
        const element = this.#parts.connection;
        text(element, PHASES[connection.phase]);
        attribute(element, 'data-phase', connection.phase);
        element.title = status ? `newest status: ${clock(Date.parse(status.time))}` : '';
    }
}
