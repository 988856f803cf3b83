// Owns which stretch of time the charts show and how finely it is sampled. Pure; times are seconds since 1970.

const RECENT_SECONDS = 600;
const CLOSE_SECONDS = 120;
const MOST_POINTS = 900;
/** A run that ended longer ago than this is history: the charts show the present again. */
const REMEMBERED_SECONDS = 600;

function bounds(run) {
    const start = Date.parse(run.startedAt) / 1000;
    return {from: start, to: start + run.durationSeconds};
}

/** What the data covers at `now`: a run from its beginning to its announced end, otherwise the last ten minutes. */
export function covered(now, run) {
    if (run) {
        const {from, to} = bounds(run);
        if (now >= from - 60 && now <= to + REMEMBERED_SECONDS) {
            return {from, to: Math.max(to, now), run: true};
        }
    }
    return {from: now - RECENT_SECONDS, to: now, run: false};
}

/** Whole seconds between two samples of a stretch. */
export function stepOf({from, to}) {
    return Math.max(1, Math.ceil((to - from) / MOST_POINTS));
}

/** The stretch that is shown: everything, the last two minutes, or what was selected by dragging. */
export class TimeView {
    mode = 'all';
    #selected = null;

    all() {
        this.mode = 'all';
    }

    close() {
        this.mode = 'close';
    }

    select(from, to) {
        this.mode = 'selected';
        this.#selected = {from, to};
    }

    range(now, run) {
        switch (this.mode) {
            case 'close':
                return {from: now - CLOSE_SECONDS, to: now};
            case 'selected':
                return this.#selected;
            default:
                return covered(now, run);
        }
    }
}
