// Owns what is said about a query beside its result: why it failed and where, warnings and notes, in words.

import {h} from './dom.js';

const KINDS = {
    bad_data: 'This expression cannot be read',
    execution: 'This query has no answer',
    timeout: 'This query took too long',
    canceled: 'This query was stopped',
    unavailable: 'Headroom cannot answer now',
    internal: 'Headroom has a defect: please report it',
};

/**
 * An error of the API about an expression: `{title, message, line, column}`; line and column begin at 1 and are null
 * where the error names no place. Pure.
 */
export function told(failure, host) {
    if (failure.status === 0) {
        return {title: `Headroom does not answer at ${host}: is it running?`, message: '', line: null, column: null};
    }
    const rest = failure.message.replace(/^invalid parameter "query": /, '');
    const place = /^(\d+):(\d+): (?:parse error: )?/.exec(rest);
    return {
        title: rest === failure.message && failure.type === 'bad_data'
            ? 'This request is not valid'
            : KINDS[failure.type] ?? `Headroom's API answered ${failure.status}`,
        message: place === null ? rest.replace(/^parse error: /, '') : rest.slice(place[0].length),
        line: place === null ? null : Number(place[1]),
        column: place === null ? null : Number(place[2]),
    };
}

/** A warning or note: `{kind, message, place}` without Prometheus' prefix. Pure. */
export function annotation(written) {
    const match = /^PromQL (warning|info): (.*?)(?: \((\d+):(\d+)\))?$/s.exec(written);
    return match === null
        ? {message: written, place: ''}
        : {message: match[2], place: match[3] === undefined ? '' : `line ${match[3]}, column ${match[4]}`};
}

/** A place in a text as the characters before, at and after it. Columns count bytes of UTF-8, as Prometheus does. Pure. */
export function around(expression, line, column) {
    const written = expression.split('\n')[line - 1] ?? '';
    const encoder = new TextEncoder();
    let bytes = 1;
    const characters = [...written];
    let index = 0;
    while (index < characters.length && bytes < column) {
        bytes += encoder.encode(characters[index]).length;
        index++;
    }
    return {
        before: characters.slice(0, index).join(''),
        at: characters[index] ?? ' ',
        after: characters.slice(index + 1).join(''),
    };
}

/** The message of a query that failed. */
export function failureView(failure, expression, id) {
    const {title, message, line, column} = told(failure, location.host);
    const root = h('div', {class: 'message', 'data-kind': 'error', role: 'alert', id},
        h('strong', {}, title), ...(message === '' ? [] : [h('p', {}, message)]));
    if (line !== null) {
        const {before, at, after} = around(expression, line, column);
        root.append(
            h('pre', {class: 'expression-line', 'aria-hidden': 'true'}, before, h('mark', {}, at), after),
            h('p', {class: 'faint'}, `line ${line}, column ${column}`));
    }
    return root;
}

/** Warnings first, then notes. */
export function annotationViews(answer) {
    const view = (kind, title) => written => {
        const {message, place} = annotation(written);
        return h('div', {class: 'message', 'data-kind': kind},
            h('strong', {}, title), h('p', {}, message, ...(place === '' ? [] : [h('span', {class: 'faint'},
                ` (${place})`)])));
    };
    return [
        ...(answer.warnings ?? []).map(view('warning', 'Warning')),
        ...(answer.infos ?? []).map(view('note', 'Note')),
    ];
}
