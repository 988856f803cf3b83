// Owns the requests to Headroom's HTTP API. Every address is relative to the page.

const PATIENCE_MILLIS = 10_000;

/** The API answered with an error, or not at all (`status` is 0 then). */
export class ApiError extends Error {
    constructor(message, status) {
        super(message);
        this.status = status;
    }
}

export class Api {
    #base;

    /** @param base the address of the page */
    constructor(base) {
        this.#base = base;
    }

    get host() {
        return new URL(this.#base).host;
    }

    get streamAddress() {
        return this.#address('api/headroom/v1/stream', {});
    }

    status() {
        return this.#ask('api/headroom/v1/status', {});
    }

    panels(autoscaler) {
        return this.#ask('api/headroom/v1/panels', {autoscaler});
    }

    /** The newest decisions, oldest first. */
    async decisions(autoscaler, last) {
        return (await this.#ask('api/headroom/v1/decisions', {autoscaler, last})).decisions;
    }

    /** The newest events, oldest first. */
    async events(last) {
        return (await this.#ask('api/headroom/v1/events', {last})).events;
    }

    /** The rows of a range query: `[{metric: {label: value}, values: [[seconds, text]]}]`. */
    async range(query, start, end, step) {
        return (await this.#ask('api/v1/query_range', {query, start, end, step})).data.result;
    }

    #address(path, parameters) {
        const address = new URL(path, this.#base);
        for (const [name, value] of Object.entries(parameters)) {
            address.searchParams.set(name, value);
        }
        return address;
    }

    async #ask(path, parameters) {
        let answer;
        let body;
        try {
            answer = await fetch(this.#address(path, parameters), {
                signal: AbortSignal.timeout(PATIENCE_MILLIS),
                headers: {Accept: 'application/json'},
            });
            body = await answer.text();
        } catch (failure) {
            throw new ApiError(failure.message, 0);
        }
        const json = parsed(body);
        if (!answer.ok) {
            throw new ApiError(json?.error ?? `${path} answered ${answer.status}`, answer.status);
        }
        if (json === undefined) {
            throw new ApiError(`${path} answered something that is not JSON`, answer.status);
        }
        return json;
    }
}

function parsed(body) {
    try {
        return JSON.parse(body);
    } catch {
        return undefined;
    }
}
