// Owns the page of one expression: what is asked, when, and its answer as a table or a graph. The address of the page
// holds all of it, in the words of Prometheus' links.

import {Api} from './api.js';
import {attribute, h, text} from './dom.js';
import {Expression} from './expression.js';
import {clock, fullDate, plural, quantity} from './format.js';
import {parse, print} from './graph-address.js';
import {gridOf} from './graph-data.js';
import {GraphPlot} from './graph-plot.js';
import {prepare, say} from './page.js';
import {forgetColours} from './palette.js';
import {annotationViews, failureView} from './query-messages.js';
import {rowsOf, tableView} from './result-table.js';
import {TimeControls} from './time-controls.js';
import {Vocabulary} from './vocabulary.js';

const ERROR_ID = 'query-error';
const TABS = ['table', 'graph'];

const byId = id => document.getElementById(id);
const api = new Api(document.baseURI);
const expression = new Expression(new Vocabulary(api), () => evaluate());
const controls = new TimeControls(() => evaluate());
const plot = new GraphPlot((from, to) => {
    controls.range = Math.max(1, Math.round(to - from));
    controls.end = Math.round(to);
    controls.show();
    evaluate();
});
const run = h('button', {type: 'submit', class: 'run-query'}, 'Execute');
const facts = h('p', {class: 'query-facts faint', role: 'status'});
const messages = h('div', {class: 'messages'});
const others = h('p', {class: 'faint others'});
const panel = h('div', {class: 'panel', role: 'tabpanel', id: 'panel', tabindex: '-1'});
const tabs = Object.fromEntries(TABS.map(tab => [tab, tabButton(tab)]));
let shown = 'table';
let asking = null;

byId('query').append(h('div', {class: 'query-line'}, expression.root, run), others);
byId('result').append(
    h('div', {class: 'result-head'},
        h('div', {class: 'segments', role: 'tablist', 'aria-label': 'Result'}, ...Object.values(tabs)),
        controls.root, facts),
    messages, panel);
byId('query').addEventListener('submit', event => {
    event.preventDefault();
    evaluate();
});

function tabButton(tab) {
    return h('button', {
        type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-controls': 'panel',
        on: {
            click: () => choose(tab),
            keydown: event => {
                if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
                    const other = TABS[1 - TABS.indexOf(tab)];
                    choose(other);
                    tabs[other].focus();
                }
            },
        },
    }, tab === 'table' ? 'Table' : 'Graph');
}

function choose(tab) {
    if (tab !== shown) {
        shown = tab;
        evaluate();
    }
}

function showTabs() {
    for (const tab of TABS) {
        attribute(tabs[tab], 'aria-selected', String(tab === shown));
        attribute(tabs[tab], 'tabindex', tab === shown ? '0' : '-1');
    }
    attribute(panel, 'aria-labelledby', `tab-${shown}`);
    attribute(document.body, 'data-tab', shown);
}

/** Takes over what the address asks for. */
function load() {
    const asked = parse(location.search);
    expression.value = asked.expr;
    Object.assign(controls, {range: asked.range, end: asked.end, step: asked.step});
    controls.show();
    shown = asked.tab;
    others.replaceChildren(...asked.others.length === 0 ? [] : [
        'This link has more expressions: ',
        ...asked.others.flatMap((expr, index) => [
            ...(index > 0 ? [', '] : []), h('a', {href: `graph${print({...asked, expr})}`}, h('code', {}, expr)),
        ]),
    ]);
    ask();
}

/** Somebody wants another answer: the address remembers it, so that Back leads to the one before. */
function evaluate() {
    const {range, end, step} = controls;
    const address = print({expr: expression.value, tab: shown, range, end, step});
    if (address !== location.search) {
        history.pushState(null, '', address);
    }
    ask();
}

async function ask() {
    asking?.abort();
    showTabs();
    expression.wrong = null;
    const query = expression.value;
    document.title = query === '' ? 'Graph · Headroom' : `${query.slice(0, 60)} · Graph · Headroom`;
    if (query === '') {
        messages.replaceChildren();
        text(facts, '');
        panel.replaceChildren(h('p', {class: 'empty'},
            'Write an expression, or begin to write one and choose from the list: metrics, functions, labels.'));
        return;
    }
    const mine = new AbortController();
    asking = mine;
    attribute(byId('result'), 'aria-busy', 'true');
    text(facts, 'Evaluating …');
    const begun = performance.now();
    const now = Math.floor(Date.now() / 1000);
    const stretch = controls.stretch(now);
    try {
        const answer = await (shown === 'graph'
            ? api.over(query, stretch, mine.signal)
            : api.instantly(query, controls.end, mine.signal));
        if (mine === asking) {
            answered(answer, stretch, performance.now() - begun);
        }
    } catch (failure) {
        if (mine === asking) {
            failed(failure, query);
        }
    } finally {
        if (mine === asking) {
            attribute(byId('result'), 'aria-busy', null);
        }
    }
}

function failed(failure, query) {
    say(failure.status === 0 ? 'lost' : 'live', Date.now());
    text(facts, '');
    panel.replaceChildren();
    messages.replaceChildren(failureView(failure, query, ERROR_ID));
    expression.wrong = failure.status === 0 ? null : ERROR_ID;
}

function answered(answer, stretch, millis) {
    say('live', Date.now());
    const count = rowsOf(answer.data).length;
    const at = stretch.end * 1000;
    facts.title = fullDate(at);
    text(facts, `${plural(count, 'series', 'series')} · ${shown === 'graph' ? 'until' : 'at'} ${clock(at)} · took `
        + quantity(millis / 1000, 'seconds'));
    messages.replaceChildren(...annotationViews(answer));
    if (count === 0) {
        panel.replaceChildren(h('p', {class: 'empty'}, shown === 'graph'
            ? 'Empty result: no series has a sample in this range.'
            : 'Empty result: no series has a sample at this time, or none is like that.'));
    } else if (shown === 'table') {
        panel.replaceChildren(tableView(answer.data));
    } else {
        draw(gridOf(answer.data, stretch.start, stretch.end, stretch.step));
    }
}

function draw(grid) {
    const note = said => h('p', {class: 'faint plot-remark'}, said);
    const remarks = [];
    if (grid.left > 0) {
        remarks.push(note(`The first ${grid.rows.length} series are drawn, ${grid.left} are not: narrow the expression,`
            + ' or look at the table.'));
    }
    if (grid.undrawn > 0) {
        remarks.push(note(`${plural(grid.undrawn, 'value')} NaN or infinite: a gap in the graph, in words below it.`));
    }
    if (grid.histograms > 0) {
        remarks.push(note(`${plural(grid.histograms, 'series', 'series')} of native histograms: their means are drawn;`
            + ' histogram_quantile(0.95, …) gives quantiles.'));
    }
    panel.replaceChildren(...remarks, plot.root);
    plot.show(grid);
}

prepare(() => {
    forgetColours();
    plot.redraw();
});
addEventListener('popstate', load);
load();
if (expression.value === '') {
    expression.focus();
}
