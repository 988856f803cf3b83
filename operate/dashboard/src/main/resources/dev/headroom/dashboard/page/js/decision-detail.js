// Owns how one decision is explained: what was read, the reasons in their order, what had the last word, and
// what would have to change for another result.

import {age, number} from './format.js';
import {h} from './dom.js';
import {nameOf} from './signals.js';

const COLUMNS = ['Metric', 'Value', 'Target', 'Age', 'Wants'];

/** The explanation of a decision; decisions do not change, so it is built once. */
export function detail(decision) {
    return h('div', {class: 'detail'},
        ...(decision.inputs.length > 0 ? [inputs(decision.inputs)] : []),
        h('ol', {class: 'reasons', 'aria-label': 'Reasons in their order'}, ...decision.reasons.map(reason)),
        h('p', {class: 'last-word'}, ...lastWord(decision)),
        ...otherwise(decision.alternatives),
        h('p', {class: 'permalink'},
            h('a', {href: `#decision-${decision.id}`}, `#decision-${decision.id}`),
            ` · ${decision.autoscaler} · `,
            h('time', {datetime: decision.time}, decision.time)));
}

function inputs(all) {
    const head = COLUMNS.map((name, i) => h('th', {scope: 'col', class: i === 0 ? null : 'number'}, name));
    return h('table', {class: 'inputs', 'aria-label': 'What was read'},
        h('thead', {}, h('tr', {}, ...head)), ...all.map(input));
}

function input(each) {
    const name = nameOf(each.trigger, each.metric);
    const there = each.state === 'Value';
    const cell = (...content) => h('td', {class: 'number'}, ...content);
    const head = h('tr', {},
        h('th', {scope: 'row'}, name,
            ...(name === each.metric ? [] : [h('span', {class: 'faint'}, each.metric)])),
        cell(there ? each.reading : h('span', {class: 'state'}, each.state)),
        cell(each.target),
        cell(age(each.ageSeconds)),
        cell(each.proposal === null ? '–' : String(each.proposal)));
    const notes = [
        ...(there || each.detail === '' ? [] : [h('p', {class: 'state-detail'}, each.detail)]),
        ...(each.query === '' ? [] : [h('code', {}, query(each))]),
    ];
    return h('tbody', {'data-state': each.state}, head,
        ...(notes.length === 0 ? [] : [h('tr', {class: 'notes'}, h('td', {colspan: COLUMNS.length}, ...notes))]));
}

/** The query on as few lines as it needs, and what it gave. */
function query({query: expression, value}) {
    return expression.trim().replace(/\s+/g, ' ') + (value === null ? '' : ` = ${number(value)}`);
}

function reason({code, text}) {
    return h('li', {}, h('strong', {}, code), ' ', text);
}

/** What would have to change for another result; the words are the server's. */
function otherwise(alternatives) {
    return alternatives.length === 0 ? [] : [
        h('p', {class: 'otherwise'}, h('strong', {}, 'Otherwise: '),
            alternatives.map(({text}) => text).join('; '), '.'),
    ];
}

function lastWord({constraint, verdict}) {
    if (constraint !== null) {
        return [h('strong', {}, constraint), ' had the last word.'];
    }
    return [verdict === 'Abstain' ? 'There was nothing to decide upon.' : 'The metrics alone decided.'];
}
