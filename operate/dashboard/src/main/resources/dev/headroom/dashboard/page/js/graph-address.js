// Owns the address of the graph page, in the words of Prometheus' own links (`g0.expr`, `g0.tab`, `g0.range_input`,
// `g0.end_input`, `g0.moment_input`, `g0.step_input`), which alerts and people send around. Pure; times are seconds
// since 1970.

import {duration, parsedDuration} from './format.js';

export const STANDARD_RANGE = 3600;

/** A time as Prometheus' links hold it, in UTC: `2026-11-28 10:42:31`. */
export function written(seconds) {
    return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function time(text) {
    const millis = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?$/.test(text ?? '')
        ? Date.parse(text.replace(' ', 'T') + 'Z')
        : Number.NaN;
    return Number.isNaN(millis) ? null : millis / 1000;
}

/**
 * What an address asks for: `{expr, tab, range, end, step, others}`. `tab` is `graph` or `table`; `end` null is now;
 * `step` null is chosen by the range; `others` are the expressions of further panels, which this page does not show.
 */
export function parse(search) {
    const asked = new URLSearchParams(search);
    const tab = asked.get('g0.tab');
    const end = time(asked.get('g0.end_input'));
    const moment = time(asked.get('g0.moment_input'));
    const shown = tab === '0' || tab === 'graph' ? 'graph' : 'table';
    const range = parsedDuration(asked.get('g0.range_input') ?? '');
    const step = parsedDuration(asked.get('g0.step_input') ?? asked.get('g0.res_step') ?? '');
    return {
        expr: asked.get('g0.expr') ?? '',
        tab: shown,
        range: range === null || range <= 0 ? STANDARD_RANGE : range,
        end: shown === 'graph' ? end ?? moment : moment ?? end,
        step: step === null || step <= 0 ? null : step,
        others: [...asked].filter(([name]) => /^g[1-9]\d*\.expr$/.test(name)).map(([, expr]) => expr),
    };
}

/** The address that asks for this, from `?`. */
export function print({expr, tab, range, end, step}) {
    const asked = new URLSearchParams({'g0.expr': expr, 'g0.tab': tab === 'graph' ? '0' : '1'});
    asked.set('g0.range_input', duration(range));
    if (end !== null) {
        asked.set('g0.end_input', written(end));
        asked.set('g0.moment_input', written(end));
    }
    if (step !== null) {
        asked.set('g0.step_input', String(step));
    }
    return `?${asked}`;
}

/** The step of a range when nobody chose one, as Prometheus chooses it: 250 points, at least a second apart. */
export function standardStep(range) {
    return Math.max(1, Math.floor(range / 250));
}
