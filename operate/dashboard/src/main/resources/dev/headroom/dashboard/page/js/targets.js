// Owns the page of scrape targets: asks for them, counts them, hands each pool its own.

import {Api} from './api.js';
import {h, list} from './dom.js';
import {Filter} from './filter.js';
import {plural} from './format.js';
import {Poller, prepare} from './page.js';
import {TargetPool} from './target-pool.js';

const HEALTHS = [['down', 'Down'], ['unknown', 'Unknown'], ['up', 'Up']];

const byId = id => document.getElementById(id);
const api = new Api(document.baseURI);
const filter = new Filter('targets', 'all', () => show());
const pools = byId('pools');
const nothing = h('p', {class: 'empty'});
let answer = null;

byId('filter').append(filter.root);
pools.after(nothing);

/** Searched in: the address, the labels, the error. Made once per answer. */
function haystack(target) {
    const labels = Object.entries(target.labels).map(([name, value]) => `${name}="${value}"`);
    return [target.scrapePool, target.scrapeUrl, target.lastError, ...labels].join(' ').toLowerCase();
}

async function ask() {
    const [active, names] = await Promise.all([api.targets('active'), api.scrapePools()]);
    const twins = new Map();
    for (const target of active.activeTargets) {
        const name = target.scrapeUrl + JSON.stringify(target.labels);
        const twin = twins.get(name) ?? 0;
        twins.set(name, twin + 1);
        // Two targets of a pool may be the same address with the same labels.
        target.key = `${twin};${name}`;
        target.haystack = haystack(target);
    }
    return {targets: active.activeTargets, dropped: active.droppedTargetCounts, names};
}

/** Pools in the order of their names, those of which something is down first. */
function inPools(targets) {
    const all = new Map(answer.names.map(name => [name, {name, targets: [], shown: []}]));
    for (const target of answer.targets) {
        all.get(target.scrapePool)?.targets.push(target);
    }
    for (const target of targets) {
        all.get(target.scrapePool)?.shown.push(target);
    }
    const troubled = pool => Number(pool.targets.some(target => target.health === 'down'));
    return [...all.values()]
        .map(pool => ({...pool, droppedCount: answer.dropped[pool.name] ?? 0}))
        .sort((a, b) => troubled(b) - troubled(a) || a.name.localeCompare(b.name, 'en', {numeric: true}));
}

function show() {
    if (answer === null) {
        return;
    }
    const found = answer.targets.filter(target => filter.finds(target.haystack));
    const shown = found.filter(target => filter.state === 'all' || target.health === filter.state);
    const count = health => found.filter(target => target.health === health).length;
    filter.show(
        [
            {id: 'all', name: 'All', count: found.length, always: true},
            ...HEALTHS.map(([id, name]) => ({id, name, count: count(id), always: id !== 'unknown'})),
        ],
        shown.length === answer.targets.length
            ? plural(shown.length, 'target')
            : `${shown.length} of ${plural(answer.targets.length, 'target')}`);
    const narrowed = filter.searches || filter.state !== 'all';
    const groups = inPools(shown).filter(pool => !narrowed || pool.shown.length > 0);
    list(pools, groups, pool => pool.name, pool => new TargetPool(pool.name, api));
    nothing.hidden = groups.length > 0;
    nothing.textContent = narrowed && answer.targets.length > 0
        ? 'No target is like that.'
        : 'Nothing is scraped. Give it a ServiceMonitor, --scrape host:port, or --config.file prometheus.yml.';
    document.title = count('down') > 0 ? `${count('down')} down · Targets · Headroom` : 'Targets · Headroom';
    pools.setAttribute('aria-busy', 'false');
}

prepare();
new Poller(ask, newest => {
    answer = newest;
    show();
}, failure => filter.fail(failure)).start();
