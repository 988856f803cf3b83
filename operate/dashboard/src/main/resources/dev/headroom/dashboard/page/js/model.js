// Owns what the page knows: the newest status, the chosen autoscaler, its decisions, the events, the points. Parts of
// the page listen for what has changed: `connection`, `status`, `choice`, `points`, `decisions`, `events`.

import {Feed} from './feed.js';
import {merged} from './decision-groups.js';

const DECISIONS_ASKED = 500;
const DECISIONS_KEPT = 1000;
const EVENTS_KEPT = 200;

export function keyOf(autoscaler) {
    return `${autoscaler.namespace}/${autoscaler.name}`;
}

export class Model {
    connection = null;
    status = null;
    decisions = [];
    events = [];
    /** Whether the decisions of the chosen autoscaler have been read. */
    decisionsRead = false;
    /** Why the API did not give what the page asked for, null when it did. */
    failure = null;
    feed;

    #api;
    #chosen;
    #listeners = [];
    #statusAt = 0;
    /** What `decisions` and the panels belong to, undefined before the first status. */
    #owner;
    #stale = true;
    #reading = false;

    /** @param chosen the key of the autoscaler to begin with, null for the first */
    constructor(api, chosen) {
        this.#api = api;
        this.#chosen = chosen;
        this.feed = new Feed(api, () => this.#changed('points'));
    }

    /** @param listener called with the name of what has changed */
    listen(listener) {
        this.#listeners.push(listener);
    }

    get host() {
        return this.#api.host;
    }

    get autoscalers() {
        return this.status?.autoscalers ?? [];
    }

    /** The chosen autoscaler as the newest status has it, null when there is none. */
    get autoscaler() {
        return this.autoscalers.find(each => keyOf(each) === this.#chosen) ?? this.autoscalers[0] ?? null;
    }

    get run() {
        return this.status?.run ?? null;
    }

    /** The server's time in seconds since 1970, as of the newest status. */
    get now() {
        return this.status === null ? Date.now() / 1000 : Date.parse(this.status.time) / 1000;
    }

    /** The server's time in seconds, running on after the newest status. */
    get running() {
        return this.now + (this.status === null ? 0 : (performance.now() - this.#statusAt) / 1000);
    }

    choose(key) {
        this.#chosen = key;
        this.#own();
        this.#changed('status');
        this.#advance();
    }

    /** The stream is open, for the first time or again: what it sent in between must be read. */
    async opened() {
        this.#stale = true;
        try {
            this.takeStatus(await this.#api.status());
        } catch (failure) {
            this.#fail(failure);
        }
    }

    connectionChanged(connection) {
        this.connection = connection;
        this.#changed('connection');
    }

    takeStatus(status) {
        const restarted = this.status !== null && this.status.server.startedAt !== status.server.startedAt;
        this.status = status;
        this.#statusAt = performance.now();
        if (restarted) {
            // Decisions and events are numbered anew.
            this.#owner = undefined;
            this.events = [];
            this.#changed('events');
        }
        this.#own();
        this.#changed('status');
        this.#advance();
    }

    takeDecision(decision) {
        if (decision.autoscaler === this.#owner) {
            this.decisions = merged(this.decisions, [decision], DECISIONS_KEPT);
            this.#changed('decisions');
        }
    }

    takeEvent(event) {
        this.events = merged(this.events, [event], EVENTS_KEPT);
        this.#changed('events');
    }

    /** When the autoscaler is another than before, forgets what belongs to that one. */
    #own() {
        const owner = this.autoscaler ? keyOf(this.autoscaler) : null;
        if (owner !== this.#owner) {
            this.#owner = owner;
            this.#stale = true;
            this.decisions = [];
            this.decisionsRead = false;
            this.feed.describe([]);
            this.#changed('choice');
            this.#changed('decisions');
        }
    }

    #advance() {
        if (this.#stale && !this.#reading) {
            this.#read();
        } else if (!document.hidden) {
            this.feed.tick(this.now, this.run);
        }
    }

    async #read() {
        const owner = this.#owner;
        this.#reading = true;
        this.#stale = false;
        try {
            const [panels, decisions, events] = await Promise.all([
                owner === null ? [] : this.#api.panels(this.#name()),
                owner === null ? [] : this.#api.decisions(this.#name(), DECISIONS_ASKED),
                this.#api.events(EVENTS_KEPT),
            ]);
            if (owner === this.#owner) {
                this.feed.describe(panels);
                this.decisions = merged(decisions, this.decisions, DECISIONS_KEPT);
                this.decisionsRead = true;
                this.events = merged(events, this.events, EVENTS_KEPT);
                this.failure = null;
                this.#changed('decisions');
                this.#changed('events');
            }
        } catch (failure) {
            this.#stale = true;
            this.#fail(failure);
        } finally {
            this.#reading = false;
        }
        this.feed.tick(this.now, this.run);
    }

    /** An autoscaler by its name alone where that is enough, as people type it. */
    #name() {
        const {name} = this.autoscaler;
        return this.autoscalers.filter(each => each.name === name).length === 1 ? name : keyOf(this.autoscaler);
    }

    #fail(failure) {
        this.failure = failure.message;
        this.#changed('connection');
    }

    #changed(what) {
        this.#listeners.forEach(listener => listener(what));
    }
}
