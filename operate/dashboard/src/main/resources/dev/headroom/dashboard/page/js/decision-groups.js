// Owns how decisions are read as a timeline: runs of Holds and of Abstains become one entry each, a Scale always stands
// alone; and what the charts mark of them. Pure.

/** Decisions without doubles, by id, at most `limit` of the newest. */
export function merged(known, more, limit) {
    const byId = new Map();
    for (const decision of [...known, ...more]) {
        byId.set(decision.id, decision);
    }
    return [...byId.values()].sort((a, b) => a.id - b.id).slice(-limit);
}

/**
 * Entries of the timeline, newest first: `{key, verdict, decisions, from, to}` with the newest decision first in each.
 *
 * @param decisions oldest first
 */
export function groups(decisions) {
    const entries = [];
    let open = null;
    for (const decision of decisions) {
        if (open && decision.verdict !== 'Scale' && open.verdict === decision.verdict) {
            open.decisions.unshift(decision);
            open.to = decision.time;
        } else {
            open = {
                key: decision.id,
                verdict: decision.verdict,
                decisions: [decision],
                from: decision.time,
                to: decision.time,
            };
            entries.push(open);
        }
    }
    return entries.reverse();
}

/** The sign of each kind of decision. */
export const SIGNS = {up: '▲', down: '▼', Hold: '=', Abstain: '?'};

/** `up` or `down` for a Scale, otherwise the verdict. */
export function kindOf({verdict, current, desired}) {
    return verdict === 'Scale' ? (desired > current ? 'up' : 'down') : verdict;
}

/** What a decision says about the count: `3 → 6`, `6`, or nothing. */
export function count(decision) {
    switch (decision.verdict) {
        case 'Scale':
            return `${decision.current} → ${decision.desired}`;
        case 'Hold':
            return String(decision.current ?? decision.desired ?? '');
        default:
            return '';
    }
}

/**
 * The marks of the charts, times in seconds: `scales` as `{time, up}` and `abstains` as `{from, to}`, each until
 * the next decision that has an opinion, or until `now`.
 */
export function marks(decisions, now) {
    const scales = [];
    const abstains = [];
    let since = null;
    for (const decision of decisions) {
        const time = Date.parse(decision.time) / 1000;
        if (decision.verdict === 'Scale') {
            scales.push({time, up: kindOf(decision) === 'up'});
        }
        if (decision.verdict === 'Abstain') {
            since ??= time;
        } else if (since !== null) {
            abstains.push({from: since, to: time});
            since = null;
        }
    }
    if (since !== null) {
        abstains.push({from: since, to: now});
    }
    return {scales, abstains};
}
