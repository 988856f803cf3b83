// Owns the field that an expression is written in, and the list of completions below it. Enter runs the expression,
// Shift+Enter begins a line; Tab and, after an arrow key, Enter take a completion.

import {placeAt} from './completion.js';
import {attribute, h, list, text} from './dom.js';

export class Expression {
    root;

    #vocabulary;
    #run;
    #field = h('textarea', {
        id: 'expression', class: 'field expression', rows: '1', spellcheck: 'false', autocomplete: 'off',
        autocapitalize: 'off', placeholder: 'Expression, such as rate(http_requests_total[5m])',
        'aria-label': 'PromQL expression', 'aria-autocomplete': 'list', 'aria-controls': 'completions',
        'aria-haspopup': 'listbox',
    });
    #options = h('ul', {id: 'completions', class: 'completions', role: 'listbox', 'aria-label': 'Completions',
        hidden: ''});
    #offered = [];
    #place = null;
    #active = -1;
    #turn = 0;

    /** @param run is called when the expression is to be evaluated */
    constructor(vocabulary, run) {
        this.#vocabulary = vocabulary;
        this.#run = run;
        this.root = h('div', {class: 'expression-frame'}, this.#field, this.#options);
        this.#field.addEventListener('input', () => {
            this.#fit();
            this.#offer();
        });
        this.#field.addEventListener('keydown', event => this.#key(event));
        this.#field.addEventListener('blur', () => this.#close());
        // The field keeps the focus while an option is clicked.
        this.#options.addEventListener('mousedown', event => event.preventDefault());
        new ResizeObserver(() => this.#fit()).observe(this.#field);
    }

    get value() {
        return this.#field.value.trim();
    }

    set value(expression) {
        this.#field.value = expression;
        this.#fit();
    }

    focus() {
        this.#field.focus();
    }

    /** Whether the expression is wrong, for those who do not see the message. */
    set wrong(id) {
        attribute(this.#field, 'aria-invalid', id === null ? null : 'true');
        attribute(this.#field, 'aria-describedby', id);
    }

    /** As tall as what is written in it. */
    #fit() {
        this.#field.style.height = 'auto';
        this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
    }

    #key(event) {
        const open = this.#offered.length > 0;
        if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            if (open && this.#active >= 0) {
                this.#take(this.#offered[this.#active]);
            } else {
                this.#close();
                this.#run();
            }
        } else if (open && event.key === 'Tab' && !event.shiftKey) {
            event.preventDefault();
            this.#take(this.#offered[Math.max(0, this.#active)]);
        } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
            event.preventDefault();
            const step = event.key === 'ArrowDown' ? 1 : -1;
            const count = this.#offered.length;
            this.#activate(this.#active < 0 && step < 0 ? count - 1 : (this.#active + step + count) % count);
        } else if (open && event.key === 'Escape') {
            event.preventDefault();
            this.#close();
        } else if (event.key === ' ' && event.ctrlKey) {
            event.preventDefault();
            this.#offer();
        }
    }

    async #offer() {
        const turn = ++this.#turn;
        const cursor = this.#field.selectionStart;
        const place = placeAt(this.#field.value.slice(0, cursor));
        let words = [];
        try {
            words = place === null ? [] : await this.#vocabulary.at(place);
        } catch {
            // Without the names of the server there is nothing to offer; running the expression will say why.
        }
        if (turn === this.#turn && document.activeElement === this.#field) {
            this.#place = place;
            this.#show(words);
        }
    }

    #show(words) {
        this.#offered = words;
        this.#options.hidden = words.length === 0;
        list(this.#options, words.map((word, index) => ({word, index})), each => each.index, first => {
            const name = h('span', {class: 'completion-name'});
            const note = h('span', {class: 'completion-note faint'});
            const root = h('li', {id: `completion-${first.index}`, role: 'option',
                on: {click: () => this.#take(this.#offered[first.index])}}, name, note);
            return {
                root,
                show: ({word}) => {
                    text(name, word.text);
                    text(note, word.note);
                },
            };
        });
        this.#activate(-1);
        this.#options.scrollTop = 0;
    }

    #activate(index) {
        this.#active = index;
        [...this.#options.children].forEach((option, place) =>
            attribute(option, 'aria-selected', String(place === index)));
        attribute(this.#field, 'aria-activedescendant', index < 0 ? null : `completion-${index}`);
        this.#options.children[index]?.scrollIntoView({block: 'nearest'});
    }

    #take(word) {
        const after = this.#field.value.slice(this.#field.selectionStart);
        const before = this.#field.value.slice(0, this.#place.from);
        const insert = word.insert.endsWith('(') && after.startsWith('(') ? word.insert.slice(0, -1) : word.insert;
        this.#field.value = before + insert + after;
        const cursor = before.length + insert.length;
        this.#field.setSelectionRange(cursor, cursor);
        this.#fit();
        this.#close();
    }

    #close() {
        this.#turn++;
        this.#show([]);
    }
}
