// Owns the fields for the time of a query: how long a stretch, when it ends, how fine. The table has only the end.

import {standardStep} from './graph-address.js';
import {duration, parsedDuration} from './format.js';
import {attribute, h} from './dom.js';

const RANGES = [60, 300, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600];

/** Seconds since 1970 as a local field of date and time holds them. */
function local(seconds) {
    const date = new Date(seconds * 1000);
    return new Date(seconds * 1000 - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function button(sign, label, click) {
    return h('button', {type: 'button', class: 'step', 'aria-label': label, title: label, on: {click}}, sign);
}

export class TimeControls {
    root;
    range = 3600;
    end = null;
    step = null;

    #changed;
    #rangeField = h('input', {class: 'field range-field', 'aria-label': 'Range', spellcheck: 'false', size: '5'});
    #endField = h('input', {type: 'datetime-local', step: '1', class: 'field', 'aria-label': 'End'});
    #stepField = h('input', {class: 'field range-field', 'aria-label': 'Resolution', spellcheck: 'false', size: '5'});
    #now = h('button', {type: 'button', class: 'toggle'}, 'Now');

    /** @param changed is called when somebody has chosen another time */
    constructor(changed) {
        this.#changed = changed;
        const group = (name, label, ...children) =>
            h('div', {class: `control ${name}`}, h('span', {class: 'faint', 'aria-hidden': 'true'}, label), ...children);
        this.root = h('div', {class: 'controls', role: 'group', 'aria-label': 'Time'},
            group('only-graph', 'Range', button('−', 'Shorter range', () => this.#another(-1)), this.#rangeField,
                button('+', 'Longer range', () => this.#another(1))),
            group('', 'End', button('‹', 'Earlier', () => this.#move(-1)), this.#endField,
                button('›', 'Later', () => this.#move(1)), this.#now),
            group('only-graph', 'Resolution', this.#stepField));
        this.#rangeField.addEventListener('change', () => this.#take(this.#rangeField, range => {
            this.range = range;
        }));
        this.#stepField.addEventListener('change', () => {
            if (this.#stepField.value.trim() === '') {
                this.step = null;
                this.#tell();
            } else {
                this.#take(this.#stepField, step => {
                    this.step = step;
                });
            }
        });
        this.#endField.addEventListener('change', () => {
            const millis = Date.parse(this.#endField.value);
            this.end = Number.isNaN(millis) ? null : millis / 1000;
            this.#tell();
        });
        this.#now.addEventListener('click', () => {
            this.end = null;
            this.#tell();
        });
        for (const field of [this.#rangeField, this.#stepField]) {
            field.addEventListener('keydown', event => {
                if (event.key === 'Enter') {
                    event.preventDefault();
                    field.dispatchEvent(new Event('change'));
                }
            });
        }
        this.show();
    }

    /** The stretch that ends at `now` unless another end was chosen: `{start, end, step}`. */
    stretch(now) {
        const end = this.end ?? now;
        return {start: end - this.range, end, step: this.step ?? standardStep(this.range)};
    }

    show() {
        this.#rangeField.value = duration(this.range);
        this.#stepField.value = this.step === null ? '' : duration(this.step);
        this.#stepField.placeholder = duration(standardStep(this.range));
        this.#endField.value = this.end === null ? '' : local(this.end);
        attribute(this.#now, 'aria-pressed', String(this.end === null));
        for (const field of [this.#rangeField, this.#stepField]) {
            field.setCustomValidity('');
        }
    }

    #take(field, set) {
        const seconds = parsedDuration(field.value);
        if (seconds === null || seconds <= 0) {
            field.setCustomValidity(`Expected a duration like 5m or 1h30m, got "${field.value}"`);
            field.reportValidity();
            return;
        }
        set(seconds);
        this.#tell();
    }

    #another(direction) {
        this.range = direction < 0
            ? RANGES.findLast(each => each < this.range) ?? this.range
            : RANGES.find(each => each > this.range) ?? this.range;
        this.#tell();
    }

    #move(direction) {
        const now = Math.floor(Date.now() / 1000);
        const end = (this.end ?? now) + direction * this.range / 2;
        this.end = end >= now ? null : Math.round(end);
        this.#tell();
    }

    #tell() {
        this.show();
        this.#changed();
    }
}
