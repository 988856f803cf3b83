// Owns the plot of a range query and the legend below it: hover or the arrow keys tell the values at a time, a click on
// a name shows that series alone, dragging looks closer.

import {clock, compact, figure, fullDate, parsedValue} from './format.js';
import {attribute, h, text} from './dom.js';
import {ends, lonely} from './graph-data.js';
import {colour} from './palette.js';
import {longList} from './views.js';

const uPlot = globalThis.uPlot;
const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const MOST_KEYS = 60;
/** Degrees between the hues of neighbours, so that none comes again soon. */
const GOLDEN_ANGLE = 137.508;
const FIRST_HUE = 245;
const DAY = 86_400;

export class GraphPlot {
    root;

    #zoomed;
    #frame = h('div', {class: 'graph-plot', tabindex: '0', role: 'group',
        'aria-label': 'Graph; left and right walk through the times'});
    #moment = h('p', {class: 'graph-moment faint', role: 'status'});
    #keys = longList('ul', {class: 'legend', 'aria-label': 'Series'}, MOST_KEYS, key => key.name, key => this.#key(key));
    #plot = null;
    #grid = null;
    #alone = null;

    /** @param zoomed is called with the ends of a stretch of time that was selected, in seconds */
    constructor(zoomed) {
        this.#zoomed = zoomed;
        this.root = h('div', {}, this.#frame, this.#moment, this.#keys.items, this.#keys.more);
        this.#frame.addEventListener('keydown', event => this.#walk(event));
        new ResizeObserver(() => this.#resize()).observe(this.#frame);
    }

    /** @param grid of graph-data.js, not empty */
    show(grid) {
        this.#grid = grid;
        this.#alone = null;
        this.#plot?.destroy();
        this.#plot = new uPlot(this.#options(), [grid.times, ...grid.rows.map(row => row.values)], this.#frame);
        this.#label();
    }

    /** Draws again: the colours have changed. */
    redraw() {
        this.#plot?.redraw(false, true);
        this.#label();
    }

    #resize() {
        const {clientWidth: width, clientHeight: height} = this.#frame;
        if (this.#plot && width > 0 && (width !== this.#plot.width || height !== this.#plot.height)) {
            this.#plot.setSize({width, height});
        }
    }

    #options() {
        const grid = {stroke: () => colour('grid'), width: 1};
        const axis = {font: FONT, stroke: () => colour('text-faint')};
        return {
            width: this.#frame.clientWidth || 300,
            height: this.#frame.clientHeight || 300,
            padding: [10, 30, 0, 0],
            legend: {show: false},
            cursor: {y: false, drag: {x: true, y: false, setScale: false, dist: 8}, focus: {prox: 20}},
            focus: {alpha: 0.2},
            scales: {
                x: {time: true, range: () => [this.#grid.times[0], Math.max(this.#grid.times.at(-1),
                    this.#grid.times[0] + 1)]},
                y: {range: (_, least, most) => ends(least, most)},
            },
            axes: [
                {...axis, grid, ticks: {...grid, size: 4}, size: 28, gap: 4, space: 70,
                    values: (_, splits, __, ___, step) => splits.map((time, index) => this.#tick(time, index, step))},
                {...axis, grid, ticks: {show: false}, size: 58, gap: 6, space: 36,
                    values: (_, splits) => splits.map(compact)},
            ],
            series: [{}, ...this.#grid.rows.map((row, index) => ({
                label: row.name,
                stroke: () => lineColour(index),
                width: 1.5,
                spanGaps: false,
                points: {show: true, size: 4, width: 0, fill: () => lineColour(index), filter: () => lonely(row.values)},
            }))],
            hooks: {
                setCursor: [() => this.#label()],
                setSelect: [plot => this.#selected(plot)],
            },
        };
    }

    /** A time at the axis: with its day where the axis covers more than one. */
    #tick(time, index, step) {
        const millis = time * 1000;
        const long = this.#grid.times.at(-1) - this.#grid.times[0] > DAY;
        if (step >= DAY || (long && (index === 0 || new Date(millis).getHours() < step / 3600))) {
            return new Date(millis).toLocaleDateString('en-GB', {day: 'numeric', month: 'short'});
        }
        return clock(millis, step < 60);
    }

    #selected(plot) {
        if (plot.select.width > 0) {
            const from = plot.posToVal(plot.select.left, 'x');
            const to = plot.posToVal(plot.select.left + plot.select.width, 'x');
            plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
            this.#zoomed(from, to);
        }
    }

    /** The cursor by keyboard, a fiftieth of the width at a time. */
    #walk(event) {
        if ((event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') || !this.#plot) {
            return;
        }
        event.preventDefault();
        const last = this.#grid.times.length - 1;
        const step = Math.max(1, Math.round(last / 50)) * (event.key === 'ArrowLeft' ? -1 : 1);
        const before = this.#plot.cursor.idx ?? null;
        const index = before === null ? (step < 0 ? last : 0) : Math.min(last, Math.max(0, before + step));
        this.#plot.setCursor({left: this.#plot.valToPos(this.#grid.times[index], 'x'), top: 10});
    }

    #label() {
        const index = this.#plot?.cursor.idx ?? null;
        const millis = index === null ? null : this.#grid.times[index] * 1000;
        text(this.#moment, millis === null ? 'newest values; drag across the graph to look closer' : fullDate(millis));
        this.#keys.show(this.#grid.rows.map((row, place) => ({
            name: row.name,
            place,
            shown: said(row, index),
        })));
    }

    #key(first) {
        let newest = first;
        const swatch = h('span', {class: 'swatch', 'aria-hidden': 'true'});
        const name = h('code', {});
        const value = h('span', {class: 'key-value'});
        const button = h('button', {type: 'button', class: 'legend-key', title: 'Show this series alone',
            on: {
                click: () => this.#single(newest.place),
                mouseenter: () => this.#plot?.setSeries(newest.place + 1, {focus: true}),
                mouseleave: () => this.#plot?.setSeries(null, {focus: true}),
            }}, swatch, name);
        const root = h('li', {}, button, value);
        return {
            root,
            show: key => {
                newest = key;
                swatch.style.background = lineColour(key.place);
                text(name, key.name);
                text(value, key.shown === null ? 'no sample' : figure(parsedValue(key.shown)));
                attribute(value, 'title', key.shown);
                attribute(button, 'aria-pressed', String(this.#alone === key.place));
                attribute(root, 'data-off', this.#alone !== null && this.#alone !== key.place ? 'true' : null);
            },
        };
    }

    #single(place) {
        this.#alone = this.#alone === place ? null : place;
        this.#plot.batch(() => this.#grid.rows.forEach((_, index) =>
            this.#plot.setSeries(index + 1, {show: this.#alone === null || this.#alone === index})));
        this.#label();
    }
}

/** What the API wrote for a step, or for the newest one that has a sample. */
function said(row, index) {
    return index === null ? row.said.findLast(each => each !== null) ?? null : row.said[index];
}

function lineColour(index) {
    const hue = (FIRST_HUE + index * GOLDEN_ANGLE) % 360;
    // The lightness and strength of the theme's lines, at any hue.
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const theme = document.documentElement.dataset.theme ?? (dark ? 'dark' : 'light');
    return theme === 'dark' ? `oklch(0.78 0.13 ${hue})` : `oklch(0.54 0.14 ${hue})`;
}
