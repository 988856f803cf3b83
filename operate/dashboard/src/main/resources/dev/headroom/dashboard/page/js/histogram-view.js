// Owns how a native histogram is written: its count, sum and mean, and its buckets as bars.

import {figure, parsedValue} from './format.js';
import {h} from './dom.js';

/** Which ends of a bucket belong to it, by the number that the API writes. */
const ENDS = [['(', ']'], ['[', ')'], ['(', ')'], ['[', ']']];

/** `(0.5, 1]` of a bucket of the API, `[ends, lower, upper, count]`. Pure. */
export function bounds([ends, lower, upper]) {
    const [open, close] = ENDS[ends] ?? ENDS[0];
    return `${open}${figure(parsedValue(lower))}, ${figure(parsedValue(upper))}${close}`;
}

/** NaN when there is no observation. Pure. */
export function mean({count, sum}) {
    return parsedValue(sum) / parsedValue(count);
}

/** Count, sum and mean in words. Pure. */
export function summary({count, sum}) {
    return `count ${figure(parsedValue(count))} · sum ${figure(parsedValue(sum))} · mean ${figure(mean({count, sum}))}`;
}

export function histogramView(histogram) {
    const buckets = histogram.buckets ?? [];
    const most = Math.max(...buckets.map(bucket => Number(bucket[3])), 0);
    const row = bucket => {
        const share = most > 0 ? Math.max(0, Number(bucket[3]) / most) : 0;
        const bar = h('span', {class: 'bucket-bar', 'aria-hidden': 'true'});
        bar.style.width = `${100 * share}%`;
        return h('tr', {}, h('th', {scope: 'row'}, bounds(bucket)), h('td', {class: 'bucket-share'}, bar),
            h('td', {class: 'number', title: bucket[3]}, figure(parsedValue(bucket[3]))));
    };
    return h('div', {class: 'histogram'},
        h('p', {title: `count ${histogram.count}, sum ${histogram.sum}`}, summary(histogram)),
        h('table', {class: 'buckets', 'aria-label': 'Buckets'}, h('tbody', {}, ...buckets.map(row))));
}
