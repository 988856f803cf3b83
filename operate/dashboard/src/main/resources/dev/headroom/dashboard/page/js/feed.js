// Owns the data of the panels: the whole stretch when a panel appears, then the newest points each second.

import {PanelData} from './panel-data.js';
import {covered, stepOf} from './time-view.js';

/** Points that are asked for again: samples of the last seconds may arrive late. */
const AGAIN = 5;

/** Each feed entry is `{panel, data, state, error}` with the states `loading`, `ready`, `failed`. */
export class Feed {
    entries = [];

    #api;
    #changed;
    #step = null;
    #from = null;
    #busy = false;
    #generation = 0;

    /** @param changed called when any entry has changed */
    constructor(api, changed) {
        this.#api = api;
        this.#changed = changed;
    }

    /** Takes the panels to feed. The same panels again keep their points. */
    describe(panels) {
        if (JSON.stringify(panels) === JSON.stringify(this.entries.map(entry => entry.panel))) {
            return;
        }
        this.#generation++;
        this.#busy = false;
        this.#step = null;
        this.entries = panels.map(panel => ({panel, data: new PanelData(panel, 1), state: 'loading', error: null}));
        this.#changed();
    }

    /** Brings every panel up to `now`; does nothing while the last tick is still on its way. */
    async tick(now, run) {
        if (this.#busy || this.entries.length === 0) {
            return;
        }
        this.#busy = true;
        const generation = this.#generation;
        const stretch = covered(now, run);
        const step = stepOf(stretch);
        const align = time => Math.floor(time / step) * step;
        if (step !== this.#step || align(stretch.from) < this.#from) {
            this.#step = step;
            this.#from = align(stretch.from);
            for (const entry of this.entries) {
                entry.data = new PanelData(entry.panel, step);
            }
        }
        const to = align(now);
        await Promise.all(this.entries.map(entry => this.#bring(entry, align(stretch.from), to, step)));
        if (generation === this.#generation) {
            this.#busy = false;
            this.#changed();
        }
    }

    async #bring(entry, from, to, step) {
        const {data, panel} = entry;
        const start = data.end === null ? from : Math.max(from, data.end - AGAIN * step);
        try {
            const results = await Promise.all(
                panel.series.map(series => this.#api.range(series.query, start, to, step)));
            data.merge(start, to, results);
            data.trim(from);
            entry.state = 'ready';
            entry.error = null;
        } catch (failure) {
            // Without an answer at all the connection's own notice says what is wrong.
            if (failure.status !== 0) {
                entry.state = 'failed';
                entry.error = failure.message;
            }
        }
    }
}
