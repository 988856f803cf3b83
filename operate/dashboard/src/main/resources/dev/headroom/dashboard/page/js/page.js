// Owns what the pages beside the overview have in common: the theme, the word at the top that says whether the page is
// live, and asking again and again. Old numbers go on being shown, and look old.

import {clock} from './format.js';
import {attribute, text} from './dom.js';
import {theme} from './theme.js';

const PHASES = {connecting: 'Connecting', live: 'Live', lost: 'Disconnected'};
const LEAST_MILLIS = 5_000;
/** Asking takes at most this share of the time: a page of thousands of targets is asked for less often. */
const SHARE = 0.05;

const byId = id => document.getElementById(id);

/** The button of the theme; `changed` is called whenever colours change. */
export function prepare(changed = () => {}) {
    theme(byId('theme'), changed);
}

/** Says whether the newest answer came: `connecting`, `live` or `lost`. */
export function say(phase, heardAt = null) {
    const element = byId('connection');
    attribute(document.body, 'data-connection', phase);
    attribute(element, 'data-phase', phase);
    text(element, PHASES[phase]);
    element.title = heardAt === null ? '' : `newest answer: ${clock(heardAt)}`;
}

/**
 * Asks now and then for ever while somebody looks.
 *
 * @param ask gives a promise of an answer
 * @param show takes an answer
 * @param failed takes why there was none, null when there was one
 */
export class Poller {
    #ask;
    #show;
    #failed;
    #timer = null;
    #heardAt = null;

    constructor(ask, show, failed) {
        this.#ask = ask;
        this.#show = show;
        this.#failed = failed;
        document.addEventListener('visibilitychange', () => {
            if (!document.hidden && this.#timer !== null) {
                this.start();
            }
        });
    }

    start() {
        if (this.#timer === null) {
            say('connecting');
        }
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#turn());
    }

    async #turn() {
        const begun = performance.now();
        let answer;
        try {
            answer = await this.#ask();
        } catch (failure) {
            say('lost', this.#heardAt);
            this.#failed(failure);
            this.#again(LEAST_MILLIS);
            return;
        }
        this.#heardAt = Date.now();
        say('live', this.#heardAt);
        this.#failed(null);
        try {
            this.#show(answer);
        } finally {
            this.#again(Math.max(LEAST_MILLIS, (performance.now() - begun) / SHARE));
        }
    }

    #again(millis) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#turn(), document.hidden ? 60_000 : millis);
    }
}
