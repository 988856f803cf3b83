// Owns how values are written: numbers with their units, ages, times of day. Pure.

const NBSP = '\u00a0';
const KIBI = 1024;

/** `number` with at most `digits` decimals, trailing zeros kept: widths must not dance. */
function fixed(number, digits) {
    const text = number.toFixed(digits);
    return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text;
}

function plain(number) {
    const size = Math.abs(number);
    if (Number.isInteger(number) || size >= 100) {
        return fixed(number, 0);
    }
    return fixed(number, size >= 10 ? 1 : 2);
}

function seconds(number) {
    const millis = number * 1000;
    const size = Math.abs(number);
    if (size >= 60) {
        return fixed(number / 60, 1) + NBSP + 'min';
    }
    if (size >= 0.9995) {
        return fixed(number, size >= 10 ? 1 : 2) + NBSP + 's';
    }
    return fixed(millis, size === 0 || Math.abs(millis) >= 9.95 ? 0 : 1) + NBSP + 'ms';
}

const WRITERS = {
    seconds,
    count: plain,
    cores: number => fixed(number, Math.abs(number) >= 10 ? 1 : 2) + NBSP + 'cores',
    rps: number => (number === 0 ? '0' : fixed(number, Math.abs(number) >= 100 ? 0 : 1)) + NBSP + '/s',
    percent: number => (Number.isInteger(number) ? fixed(number, 0) : plain(number)) + NBSP + '%',
};

/** A value in its unit: 0.35 seconds is `350 ms`. Without a value it is `no data`, never 0. */
export function quantity(value, unit) {
    return value === null || value === undefined || !Number.isFinite(value)
        ? 'no data'
        : (WRITERS[unit] ?? plain)(value);
}

/** A value at an axis: the unit as short as it can be, no trailing zeros. */
export function tick(value, unit) {
    const short = number => String(Number(number.toFixed(3)));
    switch (unit) {
        case 'seconds':
            return Math.abs(value) >= 1 ? short(value) + NBSP + 's' : short(value * 1000) + NBSP + 'ms';
        case 'rps':
            return short(value) + '/s';
        case 'percent':
            return short(value) + NBSP + '%';
        default:
            return short(value);
    }
}

/** A number whose unit nobody knows, such as the value of a query: up to four digits. */
export function number(value) {
    return value === null || value === undefined ? '–' : String(Number(value.toPrecision(4)));
}

/** How long ago something was: `0.8 s`, `12 s`, `3 min`, `2 h`. */
export function age(secondsAgo) {
    if (secondsAgo === null || secondsAgo === undefined) {
        return '–';
    }
    const positive = Math.max(0, secondsAgo);
    if (positive < 9.95) {
        return fixed(positive, 1) + NBSP + 's';
    }
    if (positive < 120) {
        return Math.round(positive) + NBSP + 's';
    }
    return positive < 7200 ? Math.round(positive / 60) + NBSP + 'min' : Math.round(positive / 3600) + NBSP + 'h';
}

/** How long ago in whole units, for text that is read again and again. */
export function ago(secondsAgo) {
    if (secondsAgo < 1) {
        return 'just now';
    }
    return (secondsAgo < 10 ? Math.floor(secondsAgo) + NBSP + 's' : age(secondsAgo)) + ' ago';
}

/** A length of time as `1:22`, `1:02:03`. */
export function stopwatch(totalSeconds) {
    const whole = Math.max(0, Math.floor(totalSeconds));
    const two = part => String(part).padStart(2, '0');
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The time of day of an instant in milliseconds: `10:42:31`. */
export function clock(millis, withSeconds = true) {
    const date = new Date(millis);
    const two = part => String(part).padStart(2, '0');
    const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`;
    return withSeconds ? `${minutes}:${two(date.getSeconds())}` : minutes;
}

/** An instant in full, as a title of what is shown in short: `Sat, 28 Nov 2026, 10:42:31.250 GMT+1`. */
export function fullDate(millis) {
    return new Date(millis).toLocaleString('en-GB', {
        weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit',
        second: '2-digit', fractionalSecondDigits: 3, timeZoneName: 'short',
    });
}

/** A whole length of time as Prometheus writes it: 5400 seconds are `1h30m`, a quarter of one is `250ms`. */
export function duration(totalSeconds) {
    let left = Math.round(totalSeconds * 1000);
    let written = '';
    for (const [unit, millis] of [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]]) {
        const count = Math.floor(left / millis);
        left -= count * millis;
        written += count > 0 ? count + unit : '';
    }
    return written === '' ? '0s' : written;
}

/** The seconds of a duration as Prometheus writes it, or of a plain number; null when it is none. */
export function parsedDuration(written) {
    const tidy = written.trim();
    if (/^\d+(\.\d+)?$/.test(tidy)) {
        return Number(tidy);
    }
    const match = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(tidy);
    if (tidy === '' || match === null) {
        return null;
    }
    return [31_536_000, 604_800, 86_400, 3600, 60, 1, 0.001]
        .reduce((sum, each, index) => sum + each * Number(match[index + 1] ?? 0), 0);
}

/** The number of a value as the API writes it; `+Inf` is a number, too. */
export function parsedValue(written) {
    const text = String(written);
    return /^[+-]?Inf$/.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}

/** A number that is no number, or that has no end, in the words of the API; null for all others. */
function endless(value) {
    return Number.isFinite(value) ? null : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function exponential(value, digits) {
    return value.toExponential(digits).replace(/\.?0+e/, 'e');
}

/** A number of an unknown unit, as exactly as a person reads: up to six digits, `1.5e+21` where it is far from 1. */
export function figure(value) {
    const size = Math.abs(value);
    return endless(value)
        ?? (size !== 0 && (size >= 1e15 || size < 1e-5)
            ? exponential(value, 5)
            : String(Number(value.toPrecision(6))));
}

/** The same, short enough for an axis: 12 300 is `12.3k`. */
export function compact(value) {
    const size = Math.abs(value);
    const [factor, prefix] = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']].find(([least]) => size >= least)
        ?? [1, ''];
    return endless(value)
        ?? (size >= 1e15 || (size !== 0 && size < 1e-4)
            ? exponential(value, 2)
            : Number((value / factor).toPrecision(4)) + prefix);
}

export function cpu(milli) {
    return milli === null || milli === undefined ? '–' : milli + 'm';
}

export function memory(bytes) {
    return bytes === null || bytes === undefined ? '–' : Math.round(bytes / KIBI / KIBI) + NBSP + 'MiB';
}

export function plural(count, one, many = one + 's') {
    return `${count}${NBSP}${count === 1 ? one : many}`;
}
