// Owns one rule group: where it comes from, when and how long it was evaluated, and its rules.

import {duration, plural, quantity} from './format.js';
import {attribute, h, text} from './dom.js';
import {RuleView} from './rule-view.js';
import {instant, longList, since} from './views.js';

const MOST = 100;

export class RuleGroup {
    root;

    #file = h('span', {class: 'faint group-file'});
    #interval = h('span', {});
    #last = since('not yet evaluated');
    #took = h('span', {});
    #rules = longList('ol', {class: 'rules'}, MOST, rule => rule.key, rule => new RuleView(rule));

    constructor(group) {
        this.root = h('section', {class: 'card group', 'aria-label': `Group ${group.name}`, 'data-group': group.name},
            h('div', {class: 'card-head'}, h('h2', {}, group.name), this.#file,
                h('span', {class: 'group-times faint'}, this.#interval, ' · ', this.#last.root, this.#took)),
            this.#rules.items, this.#rules.more);
    }

    show(group) {
        text(this.#file, group.file);
        text(this.#interval, `${plural(group.rules.length, 'rule')} every ${duration(group.interval)}`);
        const at = instant(group.lastEvaluation);
        this.#last.show(at);
        // A group that needs longer than its interval leaves evaluations out.
        const slow = at !== null && group.interval > 0 && group.evaluationTime > group.interval;
        text(this.#took, at === null ? '' : `, took ${quantity(group.evaluationTime, 'seconds')}`
            + (slow ? ', longer than its interval' : ''));
        attribute(this.#took, 'class', slow ? 'problem' : null);
        this.#rules.show(group.shown);
    }
}
