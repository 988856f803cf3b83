// Owns health at a glance: one figure per panel, the replicas, and the last decision in one line. A figure is the
// newest point of the panel's chart; where a panel has a line per pod it is their mean.

import {ago, quantity} from './format.js';
import {attribute, h, list, text} from './dom.js';
import {newest, spread} from './panel-data.js';
import {count, kindOf, SIGNS} from './decision-groups.js';

export class Tiles {
    root = h('div', {class: 'tiles'});
    last;

    #model;
    #verdict = h('span', {class: 'verdict'});
    #line = h('span', {class: 'last-line'});
    #when = h('span', {class: 'last-when'});

    /** @param opens called with the id of the decision that the reader wants to see */
    constructor(model, opens) {
        this.#model = model;
        this.last = h('button', {type: 'button', class: 'card last', disabled: ''},
            h('span', {class: 'tile-label'}, 'Last decision'),
            h('span', {class: 'last-head'}, this.#verdict, this.#when), this.#line);
        this.last.addEventListener('click', () => opens(this.#model.decisions.at(-1).id));
    }

    show() {
        const figures = this.#model.feed.entries
            .filter(({panel}) => !panel.series.every(series => series.step))
            .map(figure);
        const replicas = this.#replicas();
        list(this.root, replicas === null ? figures : [...figures.slice(0, 1), replicas, ...figures.slice(1)],
            each => each.id, tile);
        this.#showLast();
    }

    #replicas() {
        const autoscaler = this.#model.autoscaler;
        if (autoscaler === null) {
            return null;
        }
        const {readyReplicas: ready, desiredReplicas: desired, currentReplicas: current} = autoscaler;
        const wanted = desired ?? current;
        return {
            id: 'replicas',
            label: 'Replicas ready',
            value: `${ready} of ${wanted}`,
            note: `${desired === null ? 'no opinion · ' : ''}${autoscaler.minReplicas} to ${autoscaler.maxReplicas}`,
            state: ready < wanted ? 'moving' : 'ok',
        };
    }

    #showLast() {
        const decisions = this.#model.decisions;
        const decision = decisions.at(-1);
        this.last.disabled = decision === undefined;
        if (decision === undefined) {
            attribute(this.#verdict, 'data-kind', null);
            text(this.#verdict, '–');
            text(this.#line, this.#model.decisionsRead ? 'nothing decided yet' : '');
            text(this.#when, '');
            return;
        }
        const kind = kindOf(decision);
        attribute(this.#verdict, 'data-kind', kind);
        text(this.#verdict, `${SIGNS[kind]} ${decision.verdict} ${count(decision)}`.trim());
        const change = decisions.findLast(each => each.verdict === 'Scale');
        text(this.#when, ago(this.#since(decision)) + (change && change !== decision
            ? ` · last change ${count(change)}, ${ago(this.#since(change))}`
            : ''));
        text(this.#line, decision.summary);
        this.last.title = decision.summary;
    }

    #since(decision) {
        return this.#model.now - Date.parse(decision.time) / 1000;
    }
}

function figure({panel, data, state}) {
    const rows = data.rows();
    const first = spread(rows.filter(row => row.series === 0).map(row => newest(row.values)));
    const others = rows.filter(row => row.series > 0 && first?.count === 1)
        .map(row => `${row.label} ${quantity(newest(row.values), panel.unit)}`);
    const over = panel.target !== null && first !== null && first.mean > panel.target;
    const bound = quantity(panel.target, panel.unit);
    const target = panel.target === null ? null : over ? `▲ over ${bound}` : `${panel.targetLabel ?? 'target'} ${bound}`;
    const most = first !== null && first.count > 1
        ? `max ${quantity(first.max, panel.unit)}`
        : null;
    return {
        id: panel.id,
        label: panel.title,
        value: state === 'loading' ? '–' : quantity(first?.mean, panel.unit),
        note: [target, most, ...others].filter(part => part !== null).join(' · '),
        state: first === null ? 'none' : over ? 'over' : 'ok',
    };
}

function tile() {
    const label = h('span', {class: 'tile-label'});
    const value = h('span', {class: 'tile-value'});
    const note = h('span', {class: 'tile-note'});
    const root = h('div', {class: 'card tile'}, label, value, note);
    return {
        root,
        show(each) {
            text(label, each.label);
            text(value, each.value);
            text(note, each.note);
            note.title = each.note;
            attribute(root, 'data-state', each.state);
            attribute(root, 'data-tile', each.id);
        },
    };
}
