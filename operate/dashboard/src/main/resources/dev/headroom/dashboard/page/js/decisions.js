// Owns the timeline of decisions: newest first, Holds and Abstains in groups, explanations that open on demand, and the
// addresses `#decision-123`.

import {clock} from './format.js';
import {attribute, h, list, text} from './dom.js';
import {count, groups, kindOf, SIGNS} from './decision-groups.js';
import {detail} from './decision-detail.js';

const PAGE = 40;
const MEMBERS = 60;
const ADDRESS = /^#decision-(\d+)$/;

export class Decisions {
    root;

    #model;
    #entries = h('ol', {class: 'timeline'});
    #note = h('p', {class: 'empty'});
    #older = h('button', {type: 'button', class: 'older'}, 'Show older');
    #holds = h('button', {type: 'button', class: 'toggle', 'aria-pressed': 'true'}, 'Holds');
    #open = new Set();
    #expanded = new Set();
    #limit = PAGE;
    #wanted = null;

    constructor(model) {
        this.#model = model;
        this.root = h('section', {class: 'card decisions', 'aria-label': 'Decisions'},
            h('div', {class: 'card-head'}, h('h2', {}, 'Decisions'), this.#holds),
            this.#note, this.#entries, this.#older);
        this.#older.addEventListener('click', () => {
            this.#limit += PAGE;
            this.show();
        });
        this.#holds.addEventListener('click', () => this.#showHolds(!this.#holdsShown));
        addEventListener('hashchange', () => this.openAddress());
        this.openAddress();
    }

    /** Opens the decision that the address of the page names, now or when it has been read. */
    openAddress() {
        const match = ADDRESS.exec(location.hash);
        if (match) {
            this.open(Number(match[1]));
        }
    }

    open(id) {
        this.#wanted = id;
        history.replaceState(null, '', `#decision-${id}`);
        this.show();
    }

    /** Another autoscaler: nothing of the last one stays open. */
    forget() {
        if (this.#open.size > 0) {
            clearAddress();
        }
        this.#open.clear();
        this.#expanded.clear();
        this.#limit = PAGE;
    }

    show() {
        const {decisions, decisionsRead} = this.#model;
        const all = groups(decisions);
        const wanted = this.#want(all);
        const shown = all.filter(group => this.#holdsShown || group.verdict !== 'Hold');
        list(this.#entries, shown.slice(0, this.#limit), group => group.key, () => this.#entry());
        this.#older.hidden = shown.length <= this.#limit;
        this.#say(decisionsRead, shown.length);
        if (wanted) {
            const root = document.getElementById(`decision-${wanted}`);
            root?.scrollIntoView({block: 'nearest'});
            root?.querySelector('button')?.focus({preventScroll: true});
        }
    }

    get #holdsShown() {
        return this.#holds.getAttribute('aria-pressed') === 'true';
    }

    #showHolds(shown) {
        attribute(this.#holds, 'aria-pressed', String(shown));
        this.show();
    }

    /** Makes room for the decision that somebody asked for; gives its id when it is there to be shown. */
    #want(all) {
        const id = this.#wanted;
        const place = id === null ? -1 : all.findIndex(group => group.decisions.some(decision => decision.id === id));
        if (place < 0) {
            return null;
        }
        this.#wanted = null;
        this.#limit = Math.max(this.#limit, place + 1);
        this.#open.add(id);
        this.#expanded.add(all[place].key);
        if (all[place].verdict === 'Hold') {
            attribute(this.#holds, 'aria-pressed', 'true');
        }
        return id;
    }

    #say(read, shown) {
        const missing = read && this.#wanted !== null;
        const empty = this.#model.autoscaler === null ? 'Nothing here is scaled.' : 'No decision yet.';
        text(this.#note, missing
            ? `Decision ${this.#wanted} is not kept here: it is older than the oldest, or of another autoscaler.`
            : !read ? 'loading …' : shown === 0 ? empty : '');
        this.#note.hidden = this.#note.textContent === '';
    }

    #toggle(id, key) {
        this.#wanted = null;
        if (this.#open.delete(id)) {
            if (location.hash === `#decision-${id}`) {
                clearAddress();
            }
        } else {
            this.#open.add(id);
            this.#expanded.add(key);
            history.replaceState(null, '', `#decision-${id}`);
        }
        this.show();
    }

    #toggleGroup(key) {
        if (!this.#expanded.delete(key)) {
            this.#expanded.add(key);
        }
        this.show();
    }

    /** One entry: a decision, or a group whose members are entries of the same kind. */
    #entry() {
        let group;
        const view = head(() => {
            if (group.decisions.length === 1) {
                this.#toggle(group.decisions[0].id, group.key);
            } else {
                this.#toggleGroup(group.key);
            }
        });
        return {
            root: view.root,
            show: newer => {
                group = newer;
                const [newest] = group.decisions;
                const single = group.decisions.length === 1;
                const expanded = single ? this.#open.has(newest.id) : this.#expanded.has(group.key);
                view.show(newest, single ? null : group, expanded);
                attribute(view.root, 'id', single ? `decision-${newest.id}` : null);
                this.#fill(view.body, expanded ? group : null);
            },
        };
    }

    /**
     * What an entry shows when it is open: the explanation of a single decision; of a group the newest members, all
     * down to the last one that is open, and how many are not listed.
     */
    #fill(body, group) {
        if (group === null) {
            list(body, [], part => part.id, () => null);
            return;
        }
        const {decisions, key} = group;
        if (decisions.length === 1) {
            list(body, decisions, each => `detail ${each.id}`, each => ({root: detail(each), show() {}}));
            return;
        }
        const listed = Math.max(MEMBERS, decisions.findLastIndex(each => this.#open.has(each.id)) + 1);
        const rest = decisions.length - listed;
        list(body, [...decisions.slice(0, listed), ...(rest > 0 ? [{id: 'rest', rest}] : [])], part => part.id, part =>
            (part.id === 'rest' ? unlisted() : this.#member(key)));
    }

    #member(key) {
        let decision;
        const view = head(() => this.#toggle(decision.id, key));
        view.root.classList.add('member');
        return {
            root: view.root,
            show: newer => {
                decision = newer;
                const expanded = this.#open.has(decision.id);
                view.show(decision, null, expanded);
                attribute(view.root, 'id', `decision-${decision.id}`);
                list(view.body, expanded ? [decision] : [], each => each.id, each => ({root: detail(each), show() {}}));
            },
        };
    }
}

function clearAddress() {
    history.replaceState(null, '', location.pathname + location.search);
}

function unlisted() {
    const root = h('p', {class: 'empty'});
    return {root, show: ({rest}) => text(root, `and ${rest} earlier of the same kind`)};
}

/** The line of a decision or of a group, and the body that it opens. */
function head(toggle) {
    const sign = h('span', {class: 'sign', 'aria-hidden': 'true'});
    const verdict = h('span', {class: 'verdict'});
    const times = h('span', {class: 'times'});
    const constraint = h('span', {class: 'constraint'});
    const when = h('time', {});
    const summary = h('span', {class: 'summary'});
    const button = h('button', {type: 'button', class: 'entry-head', on: {click: toggle}},
        sign, verdict, times, constraint, when, summary);
    const body = h('div', {class: 'entry-body'});
    const root = h('li', {class: 'entry'}, button, body);
    return {
        root,
        body,
        show(decision, group, expanded) {
            const kind = kindOf(decision);
            attribute(root, 'data-verdict', decision.verdict);
            attribute(root, 'data-kind', kind);
            text(sign, SIGNS[kind]);
            text(verdict, `${decision.verdict} ${count(decision)}`.trim());
            text(times, group ? `×${group.decisions.length}` : '');
            text(constraint, decision.constraint ?? '');
            text(when, group ? `${at(group.from)} – ${at(group.to)}` : at(decision.time));
            attribute(when, 'datetime', decision.time);
            text(summary, decision.summary);
            attribute(button, 'aria-expanded', String(expanded));
        },
    };
}

function at(instant) {
    return clock(Date.parse(instant));
}
