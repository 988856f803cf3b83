// Owns the points of a range query as a plot takes them: one grid of times, a row of numbers for each series. Pure.

import {mean} from './histogram-view.js';
import {parsedValue} from './format.js';
import {seriesName} from './result-table.js';

/** More lines than this nobody can tell apart, and they take a browser's time. */
export const MOST_LINES = 200;

/**
 * `{times, rows, left, undrawn, histograms}`: rows are `{name, metric, values, said}`. In `values` a step without a
 * sample is null, so that a line has a gap there; so is NaN and infinity, which have no place on an axis. `said` holds
 * what the API wrote. A native histogram is drawn by its mean. `left` counts series beyond [MOST_LINES].
 */
export function gridOf(data, start, end, step) {
    const result = data.result;
    const count = Math.floor((end - start) / step + 1e-6) + 1;
    const times = Array.from({length: count}, (_, index) => start + index * step);
    let undrawn = 0;
    let histograms = 0;
    const rows = result.slice(0, MOST_LINES).map(({metric, values = [], histograms: said = []}) => {
        const row = {
            name: seriesName(metric), metric, values: new Array(count).fill(null), said: new Array(count).fill(null),
        };
        const put = (seconds, written) => {
            const index = Math.round((seconds - start) / step);
            const number = parsedValue(written);
            if (index >= 0 && index < count) {
                row.said[index] = written;
                row.values[index] = Number.isFinite(number) ? number : null;
                undrawn += Number.isFinite(number) ? 0 : 1;
            }
        };
        values.forEach(([seconds, written]) => put(seconds, written));
        said.forEach(([seconds, histogram]) => put(seconds, mean(histogram)));
        histograms += said.length > 0 ? 1 : 0;
        return row;
    });
    return {times, rows, left: result.length - rows.length, undrawn, histograms};
}

/** The indices of points without a neighbour: a line through them alone would not be seen. */
export function lonely(values) {
    const found = [];
    values.forEach((value, index) => {
        if (value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null) {
            found.push(index);
        }
    });
    return found;
}

/** The ends of an axis around the values: zero is on it unless they lie far from it, close together. */
export function ends(least, most) {
    if (least === null || most === null || !Number.isFinite(least) || !Number.isFinite(most)) {
        return [0, 1];
    }
    if (least === most) {
        const around = least === 0 ? 1 : Math.abs(least) * 0.5;
        return [least - around, most + around];
    }
    const room = (most - least) * 0.06;
    const low = least >= 0 && least < (most - least) * 2 ? 0 : least - room;
    const high = most <= 0 && -most < (most - least) * 2 ? 0 : most + room;
    return [low, high];
}
