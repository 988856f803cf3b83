// Owns the stream of server-sent events: opens it, notices when it has gone silent, opens it again. Says in which phase
// it is; what the events mean is not its business.

/** A status comes each second; after this long without one nobody should trust what the page shows. */
const SILENCE_MILLIS = 4_000;
/** After this long without a status the connection is opened anew, even if the browser thinks that it is fine. */
const DEAD_MILLIS = 10_000;
const FIRST_RETRY_MILLIS = 1_000;
const LONGEST_RETRY_MILLIS = 8_000;

/**
 * The phases: `connecting` until the first event; `live`; `lost` when a connection broke or fell silent, or never came.
 * `heardAt` is the `performance.now()` of the newest event, null before the first.
 */
export class Connection {
    phase = 'connecting';
    heardAt = null;

    #address;
    #handlers;
    #source = null;
    #openedAt = 0;
    #retryAt = null;
    #retryMillis = FIRST_RETRY_MILLIS;

    /** @param handlers `opened()`, `phase(connection)`, and one per event name with its parsed data */
    constructor(address, handlers) {
        this.#address = address;
        this.#handlers = handlers;
    }

    start() {
        this.#open();
        setInterval(() => this.#watch(), 500);
    }

    /** Seconds since the newest event. */
    get silence() {
        return this.heardAt === null ? null : (performance.now() - this.heardAt) / 1000;
    }

    /** Seconds until the next attempt, null while there is one. */
    get retryIn() {
        return this.#retryAt === null ? null : Math.max(0, (this.#retryAt - performance.now()) / 1000);
    }

    #open() {
        this.#source?.close();
        this.#retryAt = null;
        this.#openedAt = performance.now();
        const source = new EventSource(this.#address);
        this.#source = source;
        source.addEventListener('open', () => {
            this.#retryMillis = FIRST_RETRY_MILLIS;
            this.#handlers.opened();
        });
        source.addEventListener('error', () => {
            if (source === this.#source) {
                this.#broken();
            }
        });
        for (const name of ['status', 'decision', 'event']) {
            source.addEventListener(name, event => this.#heard(name, JSON.parse(event.data)));
        }
    }

    #heard(name, data) {
        this.heardAt = performance.now();
        this.#handlers[name](data);
        this.#enter('live');
    }

    /** The browser would try again after most errors but not after all, so this does it for every one. */
    #broken() {
        this.#source.close();
        this.#retryAt = performance.now() + this.#retryMillis;
        this.#retryMillis = Math.min(LONGEST_RETRY_MILLIS, this.#retryMillis * 2);
        this.#enter('lost');
    }

    #watch() {
        const now = performance.now();
        if (this.#retryAt !== null) {
            if (now >= this.#retryAt) {
                this.#open();
            }
        } else if (now - Math.max(this.#openedAt, this.heardAt ?? 0) > DEAD_MILLIS) {
            this.#broken();
        } else if (now - (this.heardAt ?? this.#openedAt) > SILENCE_MILLIS) {
            this.#enter('lost');
        }
        if (this.phase !== 'live') {
            this.#handlers.phase(this);
        }
    }

    #enter(phase) {
        if (this.phase !== phase) {
            this.phase = phase;
            this.#handlers.phase(this);
        }
    }
}
