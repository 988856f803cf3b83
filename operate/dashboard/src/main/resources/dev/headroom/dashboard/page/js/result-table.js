// Owns the result of a query at one time: a row per series with its value, in full and as the API wrote it.

import {clock, fullDate} from './format.js';
import {h} from './dom.js';
import {histogramView} from './histogram-view.js';
import {longList} from './views.js';

const MOST = 250;
const MOST_SAMPLES = 200;

/** A series as it is written in PromQL. */
export function seriesName(metric) {
    const {__name__: name = '', ...labels} = metric;
    const all = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(', ');
    return name === '' ? `{${all}}` : all === '' ? name : `${name}{${all}}`;
}

function nameView(metric) {
    const {__name__: name = '', ...labels} = metric;
    const entries = Object.entries(labels);
    const parts = entries.flatMap(([label, value], index) => [
        ...(index > 0 ? [', '] : []), h('span', {class: 'label-name'}, label), `=${JSON.stringify(value)}`,
    ]);
    return h('code', {class: 'series-name'}, h('strong', {}, name),
        ...(entries.length > 0 || name === '' ? ['{', ...parts, '}'] : []));
}

/** A sample of a range vector: its value, and when it was. */
function sampleView([seconds, value]) {
    const millis = seconds * 1000;
    return h('li', {}, value, h('time', {class: 'faint', title: fullDate(millis)}, ` @ ${clock(millis)}`));
}

function samplesView({values = [], histograms = []}) {
    const shown = values.slice(-MOST_SAMPLES);
    const left = values.length - shown.length;
    return [
        ...(left > 0 ? [h('p', {class: 'faint'}, `${left} older samples are not shown`)] : []),
        h('ol', {class: 'samples'}, ...shown.map(sampleView)),
        ...histograms.slice(-MOST_SAMPLES).map(([seconds, histogram]) => h('div', {},
            h('time', {class: 'faint', title: fullDate(seconds * 1000)}, `@ ${clock(seconds * 1000)}`),
            histogramView(histogram))),
    ];
}

function valueView(row) {
    if (row.histogram !== undefined) {
        return [histogramView(row.histogram[1])];
    }
    return row.value === undefined ? samplesView(row) : [row.value[1]];
}

function rowOf({row}) {
    const wide = row.value === undefined;
    return {
        root: h('tr', {},
            h('th', {scope: 'row'}, nameView(row.metric)),
            h('td', {class: wide ? 'wide' : 'number', 'data-name': 'Value'}, ...valueView(row))),
        show() {},
    };
}

/** The rows of a result of any type: a scalar and a string are one without labels. */
export function rowsOf({resultType, result}) {
    return resultType === 'scalar' || resultType === 'string' ? [{metric: {}, value: result}] : result;
}

export function tableView(data) {
    const rows = rowsOf(data);
    if (data.resultType === 'scalar' || data.resultType === 'string') {
        return h('p', {class: 'single'}, h('span', {class: 'faint'}, data.resultType), h('code', {}, data.result[1]));
    }
    const body = longList('tbody', {}, MOST, each => each.index, rowOf);
    body.show(rows.map((row, index) => ({row, index})));
    return h('div', {},
        h('table', {class: 'values', 'aria-label': 'Values'},
            h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Series'),
                h('th', {scope: 'col', class: 'number'}, 'Value'))),
            body.items),
        body.more);
}
