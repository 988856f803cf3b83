// Owns what can be completed at a place of an expression. Pure: it reads the text up to the cursor and knows no server.

import {AGGREGATIONS, FUNCTIONS, GROUPINGS, KEYWORDS} from './promql-words.js';

const MOST = 60;
const WORD = /^[A-Za-z_:][A-Za-z0-9_:]*/;
const PLAIN_NAME = /^[A-Za-z_:][A-Za-z0-9_:]*$/;

/** Where a string that opens at `from` ends, or -1 when the text ends first. */
function endOfString(text, from) {
    const quote = text[from];
    for (let i = from + 1; i < text.length; i++) {
        if (text[i] === '\\' && quote !== '`') {
            i++;
        } else if (text[i] === quote) {
            return i;
        }
    }
    return -1;
}

/**
 * What stands at the end of a text, which is an expression up to the cursor.
 *
 * - `{kind: 'name', from, prefix}`: a metric, function or keyword
 * - `{kind: 'label', from, prefix, metric}`: the name of a label, of a metric or, with an empty one, of any
 * - `{kind: 'value', from, prefix, metric, label}`: the value of a label
 * - null: nothing that is known
 *
 * `from` is where the prefix begins.
 */
export function placeAt(text) {
    const open = [];
    let word = '';
    for (let i = 0; i < text.length;) {
        const char = text[i];
        const top = open.at(-1);
        const found = WORD.exec(text.slice(i));
        if (found !== null && (top?.char ?? '') !== '[') {
            if (i + found[0].length === text.length) {
                return atWord(top, text, i);
            }
            word = found[0];
            i += word.length;
            if (top?.char === '{') {
                top.label = word;
            }
            continue;
        }
        if (char === '"' || char === "'" || char === '`') {
            const end = endOfString(text, i);
            if (end < 0) {
                return atString(top, text, i);
            }
            i = end + 1;
            continue;
        }
        if (char === '#') {
            const end = text.indexOf('\n', i);
            if (end < 0) {
                return null;
            }
            i = end;
            continue;
        }
        if (char === '{' || char === '(' || char === '[') {
            open.push({char, word, label: ''});
        } else if (char === '}' || char === ')' || char === ']') {
            open.pop();
        } else if (char === ',' && top?.char === '{') {
            top.label = '';
        }
        if (!/\s/.test(char)) {
            word = '';
        }
        // A number such as 1e9 or 5m is no word.
        const digits = /^[0-9][0-9A-Za-z_.]*/.exec(text.slice(i));
        i += digits === null ? 1 : digits[0].length;
    }
    return atWord(open.at(-1), text, text.length);
}

function atWord(top, text, from) {
    const prefix = text.slice(from);
    if (top?.char === '[') {
        return null;
    }
    if (top?.char === '{') {
        return /[{,]\s*$/.test(text.slice(0, from)) ? {kind: 'label', from, prefix, metric: top.word} : null;
    }
    if (top?.char === '(' && GROUPINGS.includes(top.word)) {
        return {kind: 'label', from, prefix, metric: ''};
    }
    return prefix === '' || /[0-9.]$/.test(text.slice(0, from)) ? null : {kind: 'name', from, prefix};
}

function atString(top, text, quote) {
    return top?.char === '{' && top.label !== '' && /(=|!=|=~|!~)\s*$/.test(text.slice(0, quote))
        ? {kind: 'value', from: quote + 1, prefix: text.slice(quote + 1), metric: top.word, label: top.label}
        : null;
}

/** Those of `words` that fit, those that begin with the prefix first; never the word that stands there already. */
export function fitting(words, prefix) {
    const wanted = prefix.toLowerCase();
    const begins = [];
    const contains = [];
    for (const word of words) {
        const place = word.text.toLowerCase().indexOf(wanted);
        if (place === 0) {
            begins.push(word);
        } else if (place > 0) {
            contains.push(word);
        }
    }
    const all = [...begins, ...contains];
    return all.length === 1 && all[0].text === prefix ? [] : all.slice(0, MOST);
}

/**
 * Names that can stand at the beginning: `[{text, insert, note}]`. A metric that PromQL takes only in quotes is
 * inserted with its braces.
 *
 * @param metrics their names
 * @param metadata `{metric: [{type, help}]}`
 */
export function names(metrics, metadata) {
    const said = metric => metadata[metric]?.[0] ?? metadata[metric.replace(/_(bucket|sum|count)$/, '')]?.[0];
    return [
        ...metrics.map(metric => {
            const about = said(metric);
            return {
                text: metric,
                insert: PLAIN_NAME.test(metric) ? metric : `{${JSON.stringify(metric)}}`,
                note: about === undefined ? 'metric' : [about.type, about.help].filter(each => each !== '').join(': '),
            };
        }),
        ...FUNCTIONS.map(text => ({text, insert: text + '(', note: 'function'})),
        ...AGGREGATIONS.map(text => ({text, insert: text, note: 'aggregation'})),
        ...KEYWORDS.map(text => ({text, insert: text, note: 'keyword'})),
    ];
}

/** The selector of a metric by its name, empty for any. */
export function selectorOf(metric) {
    return metric === '' || KEYWORDS.includes(metric) ? '' : `{__name__=${JSON.stringify(metric)}}`;
}
