// Owns the names that the server knows: metrics, labels, values. Asked for when they are needed, kept for a minute.

import {fitting, names, selectorOf} from './completion.js';

const KEPT_MILLIS = 60_000;

export class Vocabulary {
    #api;
    #known = new Map();

    constructor(api) {
        this.#api = api;
    }

    /** What fits a place of an expression (completion.js): a promise of `[{text, insert, note}]`. */
    async at(place) {
        switch (place.kind) {
            case 'name':
                return fitting(await this.#kept('names', () => this.#names()), place.prefix);
            case 'label': {
                const labels = await this.#kept(`labels of ${place.metric}`,
                    () => this.#api.labelNames(selectorOf(place.metric)));
                const words = labels.filter(label => label !== '__name__')
                    .map(label => ({text: label, insert: label, note: 'label'}));
                return fitting(words, place.prefix);
            }
            default: {
                const values = await this.#kept(`${place.label} of ${place.metric}`,
                    () => this.#api.labelValues(place.label, selectorOf(place.metric)));
                const words = values.map(value => ({text: value, insert: escaped(value), note: 'value'}));
                return fitting(words, place.prefix);
            }
        }
    }

    async #names() {
        const [metrics, metadata] = await Promise.all([this.#api.labelValues('__name__', ''), this.#api.metadata()]);
        return names(metrics, metadata);
    }

    async #kept(key, ask) {
        const known = this.#known.get(key);
        if (known !== undefined && performance.now() - known.at < KEPT_MILLIS) {
            return known.words;
        }
        const words = await ask();
        this.#known.set(key, {at: performance.now(), words});
        return words;
    }
}

/** A label value as it stands between quotes. */
function escaped(value) {
    return JSON.stringify(value).slice(1, -1);
}
