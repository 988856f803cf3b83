// Owns one panel: its heading, its key with the values at the cursor (or the newest ones), and the plot.

import {backdrop} from './chart-backdrop.js';
import {clock, plural, quantity, tick} from './format.js';
import {attribute, h, list, text} from './dom.js';
import {colour} from './palette.js';
import {newest, spread} from './panel-data.js';

const uPlot = globalThis.uPlot;

/** More rows than this share one colour, and the key tells their mean and largest value; several pods always do. */
const MOST_KEYS = 4;
const COLOURS = ['series-1', 'series-2', 'series-3', 'series-4'];
const DASHES = [[], [6, 4], [2, 3], [8, 3, 2, 3]];
const Y_AXIS_WIDTH = 52;
const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export class Chart {
    root;

    #panel;
    #context;
    #keys = h('ul', {class: 'key'});
    #target = h('span', {class: 'key-target'});
    #canvas = h('div', {class: 'plot', 'aria-hidden': 'true'});
    #note = h('p', {class: 'plot-note'});
    #plot = null;
    #shape = null;
    #rows = [];
    #times = [];
    #focused = null;

    /**
     * @param context what all charts share: `range()` in seconds, `scene()` for the backdrop, `selected(from, to)`,
     *     `reset()`, `cursor(time or null)`
     */
    constructor(panel, context) {
        this.#panel = panel;
        this.#context = context;
        this.root = h('section', {class: 'card chart', 'aria-label': panel.title, 'data-panel': panel.id},
            h('header', {class: 'chart-head'}, h('h3', {}, panel.title), this.#target, this.#keys),
            h('div', {class: 'plot-frame'}, this.#canvas, this.#note));
        if (panel.target !== null) {
            text(this.#target, `${panel.targetLabel ?? 'target'} ${quantity(panel.target, panel.unit)}`);
        }
        new ResizeObserver(() => this.#resize()).observe(this.#canvas);
    }

    show(entry) {
        this.#rows = entry.data.rows();
        this.#times = entry.data.times;
        const {from, to} = this.#context.range();
        const any = this.#rows.some(row =>
            row.values.some((value, i) => value !== null && this.#times[i] >= from && this.#times[i] <= to));
        this.#say(entry, any);
        this.#draw();
        this.#label();
    }

    /** Draws again: the colours or the backdrop have changed. */
    redraw() {
        this.#plot?.redraw(false, true);
        this.#label();
    }

    destroy() {
        this.#plot?.destroy();
        this.#plot = null;
    }

    #say(entry, any) {
        const note = entry.state === 'failed'
            ? `query failed: ${entry.error}`
            : entry.state === 'loading' ? 'loading …' : any ? '' : 'no data';
        text(this.#note, note);
        attribute(this.#note, 'data-state', entry.state === 'ready' && !any ? 'empty' : entry.state);
        this.#note.hidden = note === '';
        this.#note.title = note === 'no data' ? this.#panel.series.map(series => series.query).join('\n\n') : '';
    }

    #draw() {
        const shape = this.#rows.map(row => row.key).join('\n');
        const data = [this.#times, ...this.#rows.map(row => row.values)];
        if (this.#plot && shape === this.#shape) {
            this.#plot.setData(data);
            return;
        }
        this.#plot?.destroy();
        this.#shape = shape;
        this.#focused = null;
        this.#plot = new uPlot(this.#options(), data, this.#canvas);
    }

    #resize() {
        const {clientWidth: width, clientHeight: height} = this.#canvas;
        if (this.#plot && width > 0 && (width !== this.#plot.width || height !== this.#plot.height)) {
            this.#plot.setSize({width, height});
        }
    }

    get #many() {
        return this.#rows.length > MOST_KEYS || (this.#rows.length > 1 && this.#rows.every(row => row.pod));
    }

    /** Which of the colours a row has: that of its series, or its own where a series has several rows. */
    #hue(row) {
        const alone = this.#rows.filter(other => other.series === row.series).length === 1;
        return (alone ? row.series : this.#rows.indexOf(row)) % COLOURS.length;
    }

    #options() {
        return {
            width: this.#canvas.clientWidth || 300,
            height: this.#canvas.clientHeight || 160,
            padding: [6, 27, 0, 0],
            legend: {show: false},
            cursor: {
                y: false,
                sync: {key: 'headroom', setSeries: false},
                drag: {x: true, y: false, setScale: false, dist: 8},
                focus: {prox: this.#many ? 16 : -1},
                points: {size: 6, width: 0, show: !this.#many},
            },
            focus: {alpha: 0.25},
            scales: {
                x: {time: true, range: () => this.#bounds()},
                y: {range: (_, __, max) => [0, this.#top(max)]},
            },
            axes: this.#axes(),
            series: [{}, ...this.#rows.map(row => this.#line(row))],
            plugins: [backdrop(this.#context.scene, this.#panel.target)],
            hooks: {
                setCursor: [plot => this.#moved(plot)],
                setSelect: [plot => this.#selected(plot)],
                setSeries: [(_, index) => this.#focus(index)],
                ready: [plot => plot.over.addEventListener('dblclick', () => this.#context.reset())],
            },
        };
    }

    #bounds() {
        const {from, to} = this.#context.range();
        return [from, to];
    }

    /** The upper end of the y axis: room for the data that is shown and for the target. */
    #top(max) {
        const highest = Math.max(max ?? 0, this.#panel.target ?? 0);
        return highest > 0 ? highest * 1.12 : 1;
    }

    #axes() {
        const grid = {stroke: () => colour('grid'), width: 1};
        const steps = this.#panel.series.every(series => series.step);
        return [
            {
                font: FONT,
                stroke: () => colour('text-faint'),
                grid: {show: false},
                ticks: {...grid, size: 4},
                size: 24,
                gap: 4,
                space: 64,
                values: (_, splits, __, ___, increment) => splits.map(time => clock(time * 1000, increment < 60)),
            },
            {
                font: FONT,
                stroke: () => colour('text-faint'),
                grid,
                ticks: {show: false},
                size: Y_AXIS_WIDTH,
                gap: 6,
                space: 30,
                incrs: steps ? [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] : undefined,
                values: (_, splits) => splits.map(value => tick(value, this.#panel.unit)),
            },
        ];
    }

    #line(row) {
        const hue = this.#hue(row);
        const name = COLOURS[hue];
        const many = this.#many;
        return {
            label: row.label,
            stroke: () => colour(many ? 'series-many' : name),
            fill: many || hue > 0 ? undefined : () => colour(name + '-fill'),
            width: many ? 1 : 1.75,
            dash: many ? [] : DASHES[hue],
            paths: this.#panel.series[row.series].step ? uPlot.paths.stepped({align: 1}) : undefined,
            points: {show: false},
        };
    }

    #moved(plot) {
        const index = plot.cursor.idx;
        this.#context.cursor(index === null || index === undefined ? null : this.#times[index]);
        this.#label();
    }

    #selected(plot) {
        if (plot.select.width > 0) {
            const from = plot.posToVal(plot.select.left, 'x');
            const to = plot.posToVal(plot.select.left + plot.select.width, 'x');
            plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
            this.#context.selected(from, to);
        }
    }

    #focus(index) {
        this.#focused = index === null ? null : this.#rows[index - 1]?.key ?? null;
        this.#label();
    }

    /** Writes the key: the values at the cursor, or the newest. */
    #label() {
        const index = this.#plot?.cursor.idx ?? null;
        const at = row => (index === null ? newest(row.values) : row.values[index] ?? null);
        list(this.#keys, this.#many ? this.#summary(at) : this.#each(at), key => key.id, key => {
            const value = h('span', {class: 'key-value'});
            const label = h('span', {class: 'key-label'});
            const root = h('li', {}, h('span', {class: `key-line ${key.line}`}), label, value);
            return {
                root,
                show: ({name, shown}) => {
                    text(label, name);
                    text(value, shown);
                },
            };
        });
    }

    #each(at) {
        return this.#rows.map(row => ({
            id: row.key,
            line: `line-${this.#hue(row) + 1}`,
            name: row.label,
            shown: quantity(at(row), this.#panel.unit),
        }));
    }

    /** What one row is. */
    get #word() {
        return this.#rows.every(row => row.pod) ? 'pod' : 'line';
    }

    #summary(at) {
        const focused = this.#rows.find(row => row.key === this.#focused);
        if (focused) {
            return [{
                id: 'focused', line: 'line-many', name: focused.label, shown: quantity(at(focused), this.#panel.unit),
            }];
        }
        const all = spread(this.#rows.map(at));
        return all === null
            ? [{id: 'mean', line: 'line-many', name: 'mean', shown: quantity(null, this.#panel.unit)}]
            : [
                {
                    id: 'mean',
                    line: 'line-many',
                    name: `${plural(all.count, this.#word)}, mean`,
                    shown: quantity(all.mean, this.#panel.unit),
                },
                {id: 'max', line: 'line-none', name: 'max', shown: quantity(all.max, this.#panel.unit)},
            ];
    }
}
