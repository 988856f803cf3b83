// Owns the progress of a run with a beginning and an end: its phases in their lengths, the announced adaptation
// windows, and how far it is.

import {stopwatch} from './format.js';
import {attribute, h, list, text} from './dom.js';

export class RunProgress {
    root;

    #model;
    #title = h('h2', {});
    #phase = h('span', {class: 'run-phase'});
    #time = h('span', {class: 'run-time'});
    #phases = h('ol', {class: 'run-phases'});
    #needle = h('div', {class: 'run-needle'});
    #bar;

    constructor(model) {
        this.#model = model;
        this.#bar = h('div', {class: 'run-bar', role: 'progressbar', 'aria-label': 'Progress of the run',
            'aria-valuemin': '0', 'aria-valuemax': '100'}, this.#phases, this.#needle);
        this.root = h('section', {class: 'card run', 'aria-label': 'Run', hidden: ''},
            h('div', {class: 'run-head'}, this.#title, this.#phase, this.#time), this.#bar);
    }

    show() {
        const {run, now} = this.#model;
        this.root.hidden = run === null;
        if (run === null) {
            return;
        }
        const {durationSeconds: total, elapsedSeconds: elapsed} = run;
        const done = total > 0 ? Math.min(1, Math.max(0, elapsed / total)) : 1;
        const current = run.phases.find(phase =>
            Date.parse(phase.start) <= now * 1000 && now * 1000 < Date.parse(phase.end));
        text(this.#title, run.title);
        text(this.#phase, elapsed >= total ? 'finished' : current?.name ?? '');
        text(this.#time, `${stopwatch(Math.min(elapsed, total))} of ${stopwatch(total)}`);
        attribute(this.#bar, 'aria-valuenow', String(Math.round(done * 100)));
        attribute(this.#bar, 'aria-valuetext', `${this.#phase.textContent}, ${this.#time.textContent}`);
        this.#needle.style.left = `${done * 100}%`;
        list(this.#phases, run.phases, phase => phase.name + phase.start, phaseView);
    }
}

function phaseView() {
    const name = h('span', {class: 'run-name'});
    const window = h('span', {class: 'run-adaptation', title: 'announced adaptation window'});
    const root = h('li', {}, window, name);
    return {
        root,
        show(phase) {
            const start = Date.parse(phase.start);
            const length = Math.max(1, Date.parse(phase.end) - start);
            root.style.flexGrow = String(length);
            root.title = phase.name;
            text(name, phase.name);
            window.hidden = !phase.adaptationEnd;
            if (phase.adaptationEnd) {
                window.style.width = `${Math.min(100, (Date.parse(phase.adaptationEnd) - start) / length * 100)}%`;
            }
        },
    };
}
