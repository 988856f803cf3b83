// Owns the bar above a list: a text to search for, a state to choose, how many there are of each. The address of the
// page holds both, so that a link shows what its sender saw.

import {attribute, h, list, text} from './dom.js';

const PAUSE_MILLIS = 120;

export class Filter {
    root;
    state;

    #words = [];
    #field;
    #count = h('span', {class: 'filter-count faint', role: 'status'});
    #choices = h('div', {class: 'segments', role: 'group', 'aria-label': 'State'});
    #trouble = h('p', {class: 'filter-trouble', role: 'alert', hidden: ''});
    #changed;

    /**
     * @param what is searched, such as `targets`
     * @param first the state that is shown unless the address names one
     * @param changed is called after each change
     */
    constructor(what, first, changed) {
        this.#changed = changed;
        const asked = new URLSearchParams(location.search);
        this.state = asked.get('state') ?? first;
        this.#field = h('input', {
            type: 'search', class: 'field filter-field', placeholder: `Search ${what}`, 'aria-label': `Search ${what}`,
            autocomplete: 'off', spellcheck: 'false', value: asked.get('search') ?? '',
        });
        this.#split();
        let pause = null;
        this.#field.addEventListener('input', () => {
            clearTimeout(pause);
            pause = setTimeout(() => this.#take(), PAUSE_MILLIS);
        });
        this.root = h('div', {class: 'filter', role: 'search'},
            this.#field, this.#choices, this.#count, this.#trouble);
    }

    /** Whether a text has every word that is searched for; letters count the same in both cases. */
    finds(haystack) {
        return this.#words.every(word => haystack.includes(word));
    }

    get searches() {
        return this.#words.length > 0;
    }

    /**
     * @param states `[{id, name, count}]`; of those without anything only the chosen one and `all` are offered
     * @param summary says what is shown
     */
    show(states, summary) {
        const offered = states.filter(({id, count, always}) => always || count > 0 || id === this.state);
        list(this.#choices, offered, each => each.id, ({id}) => {
            const size = h('span', {class: 'faint'});
            const name = h('span');
            const root = h('button', {type: 'button', 'data-state': id, on: {click: () => this.#choose(id)}},
                name, ' ', size);
            return {
                root,
                show: each => {
                    text(name, each.name);
                    text(size, each.count);
                    attribute(root, 'aria-pressed', String(this.state === id));
                },
            };
        });
        text(this.#count, summary);
    }

    /** Says that the newest answer did not come. */
    fail(failure) {
        this.#trouble.hidden = failure === null;
        text(this.#trouble, failure === null ? '' : failure.status === 0
            ? `Headroom does not answer at ${location.host}: is it running? Trying again …`
            : `Headroom's API: ${failure.message}`);
    }

    #choose(state) {
        this.state = state;
        this.#remember();
        this.#changed();
    }

    #take() {
        this.#split();
        this.#remember();
        this.#changed();
    }

    #split() {
        this.#words = this.#field.value.toLowerCase().split(/\s+/).filter(word => word !== '');
    }

    #remember() {
        const here = new URL(location.href);
        here.pathname = here.pathname.replace(/alerts$/, 'rules');
        here.searchParams.set('state', this.state);
        here.searchParams.set('search', this.#field.value.trim());
        for (const [name, nothing] of [['state', 'all'], ['search', '']]) {
            if (here.searchParams.get(name) === nothing) {
                here.searchParams.delete(name);
            }
        }
        history.replaceState(null, '', here);
    }
}
