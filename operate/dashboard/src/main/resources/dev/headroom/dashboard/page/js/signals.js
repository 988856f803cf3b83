// Owns what the autoscaler sees right now: each metric beside its target with the age of its newest sample, and the
// conditions of the object.

import {age} from './format.js';
import {attribute, h, list, text} from './dom.js';

/** Conditions that are not there when all is well. */
const NOTABLE = new Set(['ScalingLimited', 'Fallback', 'Paused']);
const COLUMNS = ['Metric', 'Reading', 'Target', 'Age'];

export class Signals {
    root;

    #model;
    #metrics = h('table', {'aria-label': 'Signals now'});
    #conditions = h('ul', {class: 'conditions', 'aria-label': 'Conditions'});

    constructor(model) {
        this.#model = model;
        this.root = h('section', {class: 'card signals', 'aria-label': 'Signals now'},
            h('h2', {}, 'Signals now'), this.#metrics, this.#conditions);
    }

    show() {
        const {autoscaler, decisions} = this.#model;
        this.root.hidden = autoscaler === null;
        if (autoscaler === null) {
            return;
        }
        const triggers = new Map((decisions.at(-1)?.inputs ?? []).map(input => [input.metric, input.trigger]));
        const metrics = autoscaler.metrics.map(metric =>
            ({...metric, name: nameOf(triggers.get(metric.metric), metric.metric)}));
        list(this.#metrics, [null, ...metrics], metric => metric?.metric ?? '', metric =>
            metric === null ? columns() : signal());
        list(this.#conditions, autoscaler.conditions, condition => condition.type, conditionView);
    }
}

/** A trigger by its own name where it has one. */
export function nameOf(trigger, metric) {
    return trigger && trigger !== metric ? trigger : metric;
}

function columns() {
    const heads = COLUMNS.map((name, i) => h('th', {scope: 'col', class: i === 0 ? null : 'number'}, name));
    return {root: h('thead', {}, h('tr', {}, ...heads)), show() {}};
}

/** A metric: a row, and a second one that says why there is no number. */
function signal() {
    const name = h('th', {scope: 'row'});
    const reading = h('td', {class: 'number'});
    const target = h('td', {class: 'number'});
    const old = h('td', {class: 'number'});
    const why = h('td', {colspan: COLUMNS.length});
    const detail = h('tr', {class: 'signal-detail'}, why);
    const root = h('tbody', {}, h('tr', {}, name, reading, target, old), detail);
    return {
        root,
        show(metric) {
            const number = metric.state === 'Value';
            text(name, metric.name);
            attribute(name, 'title', metric.query || metric.metric);
            text(reading, metric.reading);
            text(target, metric.target);
            text(old, age(metric.ageSeconds));
            text(why, number ? '' : `${metric.state}: ${metric.detail}`);
            detail.hidden = number;
            attribute(root, 'data-state', metric.state);
        },
    };
}

/** Whether a condition is as one wishes it; being limited, paused or in a fallback is worth a look, not a fault. */
function mood({type, status}) {
    if (NOTABLE.has(type)) {
        return status === 'True' ? 'notable' : 'fine';
    }
    if (type === 'Active') {
        return 'fine';
    }
    return status === 'True' ? 'fine' : 'bad';
}

function conditionView() {
    const root = h('li', {});
    return {
        root,
        show(condition) {
            const state = mood(condition);
            const absent = state === 'fine' && condition.status !== 'True';
            text(root, absent
                ? `not ${condition.type}`
                : state === 'fine'
                    ? condition.type
                    : `${state === 'bad' ? '✕ ' : ''}${condition.type}: ${condition.reason}`);
            const {type, status, reason, message} = condition;
            attribute(root, 'title', `${type} ${status}, ${reason}: ${message}`);
            attribute(root, 'data-mood', state);
        },
    };
}
