// Owns the page of rules: asks for the groups, counts rules by what they are and how they fare, hands each group its own.
// At the address /alerts it begins with the alerts that are active.

import {Api} from './api.js';
import {h, list} from './dom.js';
import {Filter} from './filter.js';
import {plural} from './format.js';
import {Poller, prepare} from './page.js';
import {RuleGroup} from './rule-group.js';

const STATES = [
    ['active', 'Active'], ['firing', 'Firing'], ['pending', 'Pending'], ['inactive', 'Inactive'],
    ['unknown', 'Not yet evaluated'], ['recording', 'Recording'], ['failing', 'Failing'],
];
const ALWAYS = new Set(['firing', 'pending']);

const byId = id => document.getElementById(id);
const api = new Api(document.baseURI);
const filter = new Filter('rules and alerts', /\/alerts$/.test(location.pathname) ? 'active' : 'all', () => show());
const container = byId('groups');
const nothing = h('p', {class: 'empty'});
let groups = null;

byId('filter').append(filter.root);
container.after(nothing);

/** What a rule counts as: one of its states, and `failing` beside it when its newest evaluation failed. */
function statesOf(rule) {
    const state = rule.type === 'recording' ? 'recording' : rule.state;
    return [
        state,
        ...(state === 'firing' || state === 'pending' ? ['active'] : []),
        ...(rule.health === 'err' ? ['failing'] : []),
    ];
}

function haystack(group, rule) {
    const texts = [group.name, group.file, rule.name, rule.query, rule.lastError ?? ''];
    for (const pairs of [rule.labels, rule.annotations ?? {}, ...(rule.alerts ?? []).map(alert => alert.labels)]) {
        texts.push(...Object.entries(pairs).map(([name, value]) => `${name}="${value}"`));
    }
    return texts.join(' ').toLowerCase();
}

async function ask() {
    const newest = await api.rules();
    for (const group of newest) {
        group.key = `${group.file};${group.name}`;
        group.rules.forEach((rule, place) => {
            rule.key = `${place};${rule.name}`;
            rule.states = statesOf(rule);
            rule.haystack = haystack(group, rule);
        });
    }
    return newest;
}

function show() {
    if (groups === null) {
        return;
    }
    const all = groups.flatMap(group => group.rules);
    const found = all.filter(rule => filter.finds(rule.haystack));
    const fits = rule => filter.state === 'all' || rule.states.includes(filter.state);
    const count = state => found.filter(rule => rule.states.includes(state)).length;
    const shown = new Set(found.filter(fits));
    filter.show(
        [
            {id: 'all', name: 'All', count: found.length, always: true},
            ...STATES.map(([id, name]) => ({id, name, count: count(id), always: ALWAYS.has(id)})),
        ],
        shown.size === all.length ? plural(all.length, 'rule') : `${shown.size} of ${plural(all.length, 'rule')}`);
    const views = groups
        .map(group => ({...group, shown: group.rules.filter(rule => shown.has(rule))}))
        .filter(group => group.shown.length > 0);
    list(container, views, group => group.key, group => new RuleGroup(group));
    nothing.hidden = views.length > 0;
    nothing.textContent = all.length === 0
        ? 'There are no rules. Give it a rule file or a PrometheusRule.'
        : filter.state === 'active' && !filter.searches ? 'No alert is pending or firing.' : 'No rule is like that.';
    const firing = all.filter(rule => rule.state === 'firing').length;
    document.title = firing > 0 ? `${firing} firing · Rules · Headroom` : 'Rules · Headroom';
    container.setAttribute('aria-busy', 'false');
}

prepare();
new Poller(ask, newest => {
    groups = newest;
    show();
}, failure => filter.fail(failure)).start();
