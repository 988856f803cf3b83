// Owns the points of one panel: the rows of all its queries on one grid of times, as range queries bring them. Pure.

function keyOf(series, metric) {
    return series + '|' + JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Rows over a common grid `times` (seconds, `step` apart). A missing, NaN or infinite value is null: a gap in the line,
 * and `no data` in words.
 */
export class PanelData {
    times = [];
    #panel;
    #step;
    #rows = new Map();

    constructor(panel, step) {
        this.#panel = panel;
        this.#step = step;
    }

    /** The newest time of the grid, null when it is empty. */
    get end() {
        return this.times.length === 0 ? null : this.times[this.times.length - 1];
    }

    /**
     * Replaces what is known from `start` to `end`, both on the grid.
     *
     * @param results the rows of each series of the panel, in its order
     */
    merge(start, end, results) {
        if (this.times.length === 0) {
            this.times.push(start);
        }
        while (this.end < end) {
            this.times.push(this.end + this.#step);
        }
        const length = this.times.length;
        const first = Math.max(0, this.#index(start));
        for (const row of this.#rows.values()) {
            while (row.values.length < length) {
                row.values.push(null);
            }
            row.values.fill(null, first, this.#index(end) + 1);
        }
        results.forEach((rows, series) => rows.forEach(row => this.#put(series, row)));
    }

    #index(time) {
        return Math.round((time - this.times[0]) / this.#step);
    }

    #put(series, {metric, values}) {
        const key = keyOf(series, metric);
        let row = this.#rows.get(key);
        if (!row) {
            row = {series, metric, values: new Array(this.times.length).fill(null)};
            this.#rows.set(key, row);
        }
        for (const [time, value] of values) {
            const index = this.#index(time);
            const number = Number(value);
            if (index >= 0 && index < row.values.length && Number.isFinite(number)) {
                row.values[index] = number;
            }
        }
    }

    /** Forgets what is older than `from`, and rows of which nothing is left. */
    trim(from) {
        const old = this.times.findIndex(time => time >= from);
        const gone = old < 0 ? this.times.length : old;
        this.times.splice(0, gone);
        for (const [key, row] of this.#rows) {
            row.values.splice(0, gone);
            if (row.values.every(value => value === null)) {
                this.#rows.delete(key);
            }
        }
    }

    /** `[{key, label, pod, series, values}]`, in the order of the panel's series, then by label. */
    rows() {
        const labels = this.#labels();
        return [...this.#rows]
            .map(([key, {series, metric, values}]) =>
                ({key, label: labels.get(key), pod: metric.pod !== undefined, series, values}))
            .sort((a, b) => a.series - b.series || a.label.localeCompare(b.label, 'en', {numeric: true}));
    }

    /** A row of a pod is called by its pod, a lone row of a query by the query's name, others by their labels. */
    #labels() {
        const count = new Map();
        for (const {series} of this.#rows.values()) {
            count.set(series, (count.get(series) ?? 0) + 1);
        }
        const labels = new Map();
        for (const [key, {series, metric}] of this.#rows) {
            const all = Object.entries(metric).map(([name, value]) => `${name}=${value}`).join(', ');
            const name = this.#panel.series[series].name;
            labels.set(key, metric.pod ?? (count.get(series) === 1 || all === '' ? name : all));
        }
        return labels;
    }
}

/** The newest value of a row that is no older than three points; null when there is none. */
export function newest(values) {
    for (let i = values.length - 1; i >= Math.max(0, values.length - 3); i--) {
        if (values[i] !== null) {
            return values[i];
        }
    }
    return null;
}

/** Mean, largest and number of the values that are there; null when none is. */
export function spread(values) {
    const there = values.filter(value => value !== null && value !== undefined);
    return there.length === 0
        ? null
        : {
            mean: there.reduce((sum, value) => sum + value, 0) / there.length,
            max: Math.max(...there),
            count: there.length,
        };
}
