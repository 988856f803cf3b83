// Owns one scrape pool: how many of its targets are up, the targets with what is wrong with them, and on demand those
// that relabelling has dropped.

import {plural, quantity} from './format.js';
import {attribute, h, text} from './dom.js';
import {badge, instant, labelSet, longList, since} from './views.js';

const MOST = 100;
const ORDER = {down: 0, unknown: 1, up: 2};

export class TargetPool {
    root;

    #api;
    #name;
    #counts = h('span', {class: 'pool-counts'});
    #bar = h('span', {class: 'pool-bar', 'aria-hidden': 'true'}, h('span', {}));
    #rows;
    #table;
    #empty = h('p', {class: 'empty'}, 'Nothing is found for this pool.');
    #dropped;
    #droppedHead = h('summary', {});
    #droppedProblem = h('p', {class: 'problem', hidden: ''});
    #droppedList = longList('ul', {class: 'dropped-list'}, MOST, target => JSON.stringify(target), droppedTarget);

    constructor(name, api) {
        this.#api = api;
        this.#name = name;
        this.#rows = longList('tbody', {}, MOST, target => target.key, targetRow);
        const column = (title, number) => h('th', {scope: 'col', class: number ? 'number' : null}, title);
        this.#table = h('table', {class: 'targets', 'aria-label': `Targets of ${name}`},
            h('thead', {}, h('tr', {}, column('State'), column('Endpoint'), column('Labels'),
                column('Last scrape', true), column('Took', true), column('Every', true))),
            this.#rows.items);
        this.#dropped = h('details', {class: 'dropped'}, this.#droppedHead, this.#droppedProblem,
            this.#droppedList.items, this.#droppedList.more);
        this.#dropped.addEventListener('toggle', () => this.#askForDropped());
        this.root = h('section', {class: 'card pool', 'aria-label': `Pool ${name}`, 'data-pool': name},
            h('div', {class: 'card-head'}, h('h2', {}, name), this.#bar, this.#counts),
            this.#empty, this.#table, this.#rows.more, this.#dropped);
    }

    show({targets, shown, droppedCount}) {
        const up = targets.filter(target => target.health === 'up').length;
        const down = targets.filter(target => target.health === 'down').length;
        const unknown = targets.length - up - down;
        text(this.#counts, targets.length === 0 ? 'no targets' : [
            `${up} of ${targets.length} up`,
            ...(down > 0 ? [`${down} down`] : []),
            ...(unknown > 0 ? [`${unknown} not yet scraped`] : []),
        ].join(' · '));
        attribute(this.root, 'data-state', down > 0 ? 'down' : unknown > 0 ? 'unknown' : 'up');
        this.#bar.hidden = targets.length === 0;
        this.#bar.firstChild.style.width = targets.length === 0 ? '0' : `${100 * up / targets.length}%`;
        this.#empty.hidden = targets.length > 0;
        this.#table.hidden = shown.length === 0;
        this.#rows.show(shown.toSorted((a, b) => ORDER[a.health] - ORDER[b.health]));
        this.#dropped.hidden = droppedCount === 0;
        text(this.#droppedHead, `${plural(droppedCount, 'dropped target')}: found, and left out`);
    }

    async #askForDropped() {
        if (!this.#dropped.open) {
            return;
        }
        try {
            this.#droppedList.show((await this.#api.targets('dropped', this.#name)).droppedTargets);
            this.#droppedProblem.hidden = true;
        } catch (failure) {
            this.#droppedProblem.hidden = false;
            text(this.#droppedProblem, `Headroom's API: ${failure.message}`);
        }
    }
}

function droppedTarget() {
    const why = h('p', {class: 'faint'});
    const labels = labelSet('Discovered labels');
    return {
        root: h('li', {}, why, labels.root),
        show(target) {
            text(why, target.reason ?? '');
            why.hidden = !target.reason;
            labels.show(target.discoveredLabels);
        },
    };
}

/** A cell that names its column, for the narrow form of the table. */
function cell(name, ...children) {
    return h('td', {'data-name': name}, ...children);
}

function targetRow(first) {
    const state = badge();
    const link = h('a', {target: '_blank', rel: 'noreferrer', class: 'endpoint'});
    const error = h('p', {class: 'problem'});
    const labels = labelSet();
    const discovered = labelSet('Discovered labels');
    const before = h('details', {class: 'discovered'}, h('summary', {}, 'before relabelling'), discovered.root);
    const last = since('not yet');
    const took = h('span', {});
    const every = h('span', {});
    let newest = first;
    before.addEventListener('toggle', () => discovered.show(before.open ? newest.discoveredLabels : {}));
    const right = (name, child) => h('td', {class: 'number', 'data-name': name}, child);
    const root = h('tr', {},
        cell('State', state.root), cell('Endpoint', link, error), cell('Labels', labels.root, before),
        right('Last scrape', last.root), right('Took', took), right('Every', every));
    return {
        root,
        show(target) {
            newest = target;
            attribute(root, 'data-state', target.health);
            state.show(target.health);
            text(link, target.scrapeUrl);
            attribute(link, 'href', /^https?:/.test(target.scrapeUrl) ? target.scrapeUrl : null);
            text(error, target.lastError);
            error.hidden = target.lastError === '';
            labels.show(target.labels);
            if (before.open) {
                discovered.show(target.discoveredLabels);
            }
            const at = instant(target.lastScrape);
            last.show(at);
            text(took, at === null ? '–' : quantity(target.lastScrapeDuration, 'seconds'));
            text(every, target.scrapeInterval);
            attribute(every, 'title', `times out after ${target.scrapeTimeout}`);
        },
    };
}
