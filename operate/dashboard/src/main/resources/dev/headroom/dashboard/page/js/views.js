// Owns small views that several pages show: labels, times, states.

import {ago, fullDate} from './format.js';
import {attribute, h, list, text} from './dom.js';

/** A time that Prometheus writes for "never". */
const NEVER = '0001-01-01T00:00:00Z';

/** Milliseconds since 1970 of an instant of the API, null when it never was. */
export function instant(written) {
    return written === undefined || written === NEVER ? null : Date.parse(written);
}

/** How long ago something was, its full local date as a title: `{root, show(millis or null)}`. */
export function since(never = 'never') {
    const root = h('time', {});
    return {
        root,
        show(millis) {
            text(root, millis === null ? never : ago((Date.now() - millis) / 1000));
            attribute(root, 'title', millis === null ? null : fullDate(millis));
            attribute(root, 'datetime', millis === null ? null : new Date(millis).toISOString());
        },
    };
}

/** Labels, one by one: `{root, show(labels)}`. */
export function labelSet(name = 'Labels') {
    const root = h('ul', {class: 'label-set', 'aria-label': name});
    let shown = '';
    return {
        root,
        show(labels) {
            const entries = Object.entries(labels);
            const now = JSON.stringify(entries);
            if (now !== shown) {
                shown = now;
                root.replaceChildren(...entries.map(([label, value]) => h('li', {},
                    h('span', {class: 'label-name'}, label), `="${value}"`)));
            }
            root.hidden = entries.length === 0;
        },
    };
}

/** A state as a word with its colour: `{root, show(state)}`. */
export function badge() {
    const root = h('span', {class: 'badge'});
    return {
        root,
        show(state) {
            text(root, state);
            attribute(root, 'data-state', state);
        },
    };
}

/** Where an expression is shown as a table. */
export function graphAddress(expression) {
    return `graph?g0.expr=${encodeURIComponent(expression)}&g0.tab=1`;
}

/**
 * A list that shows its first `most` items and a button for the others.
 *
 * @param attributes of the element that holds the items
 */
export function longList(tag, attributes, most, keyOf, create) {
    const items = h(tag, attributes);
    const more = h('button', {type: 'button', class: 'older more'});
    let all = false;
    let newest = [];
    const show = shown => {
        newest = shown;
        list(items, all ? newest : newest.slice(0, most), keyOf, create);
        more.hidden = all || newest.length <= most;
        text(more, `Show all ${newest.length}`);
    };
    more.addEventListener('click', () => {
        all = true;
        show(newest);
    });
    return {items, more, show};
}
