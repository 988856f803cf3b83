// Owns the requests to Headroom's HTTP API. Every address is relative to the page.

const PATIENCE_MILLIS = 10_000;

/** The API answered with an error, or not at all (`status` is 0 then). `type` is Prometheus' word for the kind. */
export class ApiError extends Error {
    constructor(message, status, type = '') {
        super(message);
        this.status = status;
        this.type = type;
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

    /**
     * Scrape targets.
     *
     * @param state `active` or `dropped`
     * @param scrapePool only those of this pool; all when it is left out
     */
    async targets(state, scrapePool = '') {
        return (await this.#ask('api/v1/targets', {state, ...(scrapePool === '' ? {} : {scrapePool})})).data;
    }

    async scrapePools() {
        return (await this.#ask('api/v1/scrape_pools', {})).data.scrapePools;
    }

    /** The rule groups, each rule with its active alerts. */
    async rules() {
        return (await this.#ask('api/v1/rules', {})).data.groups;
    }

    /**
     * An expression at one time: `{data: {resultType, result}, warnings, infos}`.
     *
     * @param time seconds since 1970; null for now
     * @param signal ends the request early
     */
    instantly(query, time, signal) {
        return this.#ask('api/v1/query', {query, ...(time === null ? {} : {time})}, signal);
    }

    /** An expression over time; the answer has the same shape. Times are seconds since 1970. */
    over(query, {start, end, step}, signal) {
        return this.#ask('api/v1/query_range', {query, start, end, step}, signal);
    }

    async labelNames(selector) {
        return (await this.#ask('api/v1/labels', selector === '' ? {} : {'match[]': selector})).data;
    }

    async labelValues(label, selector) {
        const path = `api/v1/label/${encodeURIComponent(label)}/values`;
        return (await this.#ask(path, selector === '' ? {} : {'match[]': selector})).data;
    }

    /** What the metrics pages say about their metrics: `{metric: [{type, help, unit}]}`. */
    async metadata() {
        return (await this.#ask('api/v1/metadata', {limit_per_metric: 1})).data;
    }

    #address(path, parameters) {
        const address = new URL(path, this.#base);
        for (const [name, value] of Object.entries(parameters)) {
            address.searchParams.set(name, value);
        }
        return address;
    }

    async #ask(path, parameters, signal = null) {
        let answer;
        let body;
        try {
            answer = await fetch(this.#address(path, parameters), {
                signal: signal ?? AbortSignal.timeout(PATIENCE_MILLIS),
                headers: {Accept: 'application/json'},
            });
            body = await answer.text();
        } catch (failure) {
            throw new ApiError(failure.message, 0);
        }
        const json = parsed(body);
        if (!answer.ok) {
            throw new ApiError(json?.error ?? `${path} answered ${answer.status}`, answer.status, json?.errorType);
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
