// Owns one rule: its expression, how it fares, what it says, and the alerts that are active.

import {duration, figure, fullDate, parsedValue, quantity} from './format.js';
import {attribute, h, text} from './dom.js';
import {badge, graphAddress, instant, labelSet, longList, since} from './views.js';

const MOST = 50;
const HEALTHS = {ok: '', unknown: 'not yet evaluated', err: 'the newest evaluation failed'};

export class RuleView {
    root;

    #state = badge();
    #facts = h('span', {class: 'rule-facts faint'});
    #last = since('');
    #query = h('a', {class: 'rule-query'});
    #labels = labelSet();
    #annotations = annotations();
    #problem = h('p', {class: 'problem'});
    #alerts = null;

    constructor(rule) {
        this.root = h('li', {class: 'rule', 'data-rule': rule.name},
            h('div', {class: 'rule-head'}, this.#state.root, h('h3', {}, rule.name), this.#facts, this.#last.root),
            h('p', {}, this.#query), this.#problem, this.#labels.root, this.#annotations.root);
    }

    show(rule) {
        const state = rule.type === 'recording' ? 'recording' : rule.state;
        this.#state.show(state);
        attribute(this.root, 'data-state', state);
        attribute(this.root, 'data-health', rule.health);
        const at = instant(rule.lastEvaluation);
        text(this.#facts, [
            ...(rule.duration > 0 ? [`for ${duration(rule.duration)}`] : []),
            ...(rule.keepFiringFor > 0 ? [`keeps firing for ${duration(rule.keepFiringFor)}`] : []),
            ...(HEALTHS[rule.health] === '' ? [] : [HEALTHS[rule.health] ?? rule.health]),
            ...(at === null ? [] : [`took ${quantity(rule.evaluationTime, 'seconds')}`]),
        ].join(' · '));
        this.#last.show(at);
        text(this.#query, rule.query);
        attribute(this.#query, 'href', graphAddress(rule.query));
        this.#labels.show(rule.labels);
        this.#annotations.show(rule.annotations ?? {});
        text(this.#problem, rule.lastError ?? '');
        this.#problem.hidden = !rule.lastError;
        this.#showAlerts(rule.alerts ?? []);
    }

    #showAlerts(alerts) {
        if (alerts.length === 0 && this.#alerts === null) {
            return;
        }
        if (this.#alerts === null) {
            this.#alerts = alertTable();
            this.root.append(this.#alerts.root);
        }
        this.#alerts.show(alerts);
    }
}

/** Annotations as a list of definitions; an address in one can be followed. */
function annotations() {
    const root = h('dl', {class: 'annotations'});
    let shown = '';
    return {
        root,
        show(pairs) {
            const now = JSON.stringify(pairs);
            if (now !== shown) {
                shown = now;
                root.replaceChildren(...Object.entries(pairs).map(([name, value]) =>
                    h('div', {}, h('dt', {}, name), h('dd', {}, ...linked(value)))));
            }
            root.hidden = Object.keys(pairs).length === 0;
        },
    };
}

function linked(value) {
    return /^https?:\/\/\S+$/.test(value)
        ? [h('a', {href: value, target: '_blank', rel: 'noreferrer'}, value)]
        : [value];
}

function alertTable() {
    const column = (title, number) => h('th', {scope: 'col', class: number ? 'number' : null}, title);
    const rows = longList('tbody', {}, MOST, alert => JSON.stringify(alert.labels), alertRow);
    const table = h('table', {class: 'alerts', 'aria-label': 'Active alerts'},
        h('thead', {}, h('tr', {}, column('State'), column('Alert'), column('Since', true), column('Value', true))),
        rows.items);
    const root = h('div', {class: 'rule-alerts'}, table, rows.more);
    const order = alert => (alert.state === 'firing' ? 0 : 1);
    return {
        root,
        show(alerts) {
            root.hidden = alerts.length === 0;
            rows.show(alerts.toSorted((a, b) => order(a) - order(b)));
        },
    };
}

function alertRow() {
    const state = badge();
    const labels = labelSet();
    const bare = h('span', {class: 'faint'}, 'no labels of its own');
    const says = annotations();
    const active = since();
    const kept = h('p', {class: 'faint'});
    const value = h('span', {});
    const root = h('tr', {},
        h('td', {'data-name': 'State'}, state.root), h('td', {'data-name': 'Alert'}, labels.root, bare, says.root),
        h('td', {class: 'number', 'data-name': 'Since'}, active.root, kept),
        h('td', {class: 'number', 'data-name': 'Value'}, value));
    return {
        root,
        show(alert) {
            attribute(root, 'data-state', alert.state);
            state.show(alert.state);
            const {alertname: _, ...own} = alert.labels;
            labels.show(own);
            bare.hidden = Object.keys(own).length > 0;
            says.show(alert.annotations);
            active.show(instant(alert.activeAt));
            const since = alert.keepFiringSince === undefined ? null : instant(alert.keepFiringSince);
            text(kept, since === null ? '' : 'kept firing');
            attribute(kept, 'title', since === null ? null : `its condition ended ${fullDate(since)}`);
            kept.hidden = since === null;
            text(value, figure(parsedValue(alert.value)));
            attribute(value, 'title', alert.value);
        },
    };
}
