// Owns the charts as one: the same stretch of time, one cursor, zoom by dragging, the buttons that choose the stretch.

import {Chart} from './chart.js';
import {clock} from './format.js';
import {attribute, h, list, text} from './dom.js';
import {marks} from './decision-groups.js';
import {TimeView} from './time-view.js';

export class Charts {
    root = h('div', {class: 'charts'});
    bar;

    #model;
    #view = new TimeView();
    #cursor = null;
    #scene = {phases: [], scales: [], abstains: []};
    #charts = new Map();
    #buttons;
    #moment = h('output', {class: 'moment', 'aria-live': 'off'});

    constructor(model) {
        this.#model = model;
        this.#buttons = {
            all: this.#button('All', () => this.#view.all()),
            close: this.#button('2 min', () => this.#view.close()),
        };
        this.bar = h('div', {class: 'chart-bar'},
            h('h2', {}, 'Signals over time'), this.#moment,
            h('div', {class: 'segments', role: 'group', 'aria-label': 'Stretch of time'},
                ...Object.values(this.#buttons)));
    }

    show() {
        this.#refresh();
        const entries = this.#model.feed.entries;
        list(this.root, entries, keyOf, entry => this.#chart(entry));
        const shown = new Set(entries.map(keyOf));
        for (const [key, chart] of this.#charts) {
            if (!shown.has(key)) {
                chart.destroy();
                this.#charts.delete(key);
            }
        }
    }

    /** The decisions or the colours have changed; the points have not. */
    redraw() {
        this.#refresh();
        for (const chart of this.#charts.values()) {
            chart.redraw();
        }
    }

    #refresh() {
        const {run, now, decisions} = this.#model;
        this.#scene = {...marks(decisions, now), phases: phases(run)};
        text(this.#buttons.all, run ? 'Run' : '10 min');
        for (const [mode, button] of Object.entries(this.#buttons)) {
            attribute(button, 'aria-pressed', String(this.#view.mode === mode));
        }
        this.#sayMoment();
    }

    #sayMoment() {
        const {from, to} = this.#range();
        const stretch = this.#view.mode === 'selected'
            ? `${clock(from * 1000)} – ${clock(to * 1000)}`
            : 'drag across a chart to look closer';
        text(this.#moment, this.#cursor === null ? stretch : `at ${clock(this.#cursor * 1000)}`);
    }

    #range() {
        return this.#view.range(this.#model.now, this.#model.run);
    }

    #button(label, choose) {
        return h('button', {type: 'button', 'aria-pressed': 'false', on: {click: () => this.#choose(choose)}}, label);
    }

    #choose(choose) {
        choose();
        this.show();
    }

    #chart(entry) {
        const chart = new Chart(entry.panel, {
            range: () => this.#range(),
            scene: () => this.#scene,
            selected: (from, to) => this.#choose(() => this.#view.select(from, to)),
            reset: () => this.#choose(() => this.#view.all()),
            cursor: time => {
                if (this.#cursor !== time) {
                    this.#cursor = time;
                    this.#sayMoment();
                }
            },
        });
        this.#charts.set(keyOf(entry), chart);
        return {root: chart.root, show: newer => chart.show(newer)};
    }
}

/** A panel whose queries differ is another chart, even under the same id. */
function keyOf({panel}) {
    return JSON.stringify(panel);
}

function phases(run) {
    const seconds = instant => (instant ? Date.parse(instant) / 1000 : null);
    return (run?.phases ?? []).map(phase => ({
        from: seconds(phase.start),
        to: seconds(phase.end),
        adaptationTo: seconds(phase.adaptationEnd),
    }));
}
