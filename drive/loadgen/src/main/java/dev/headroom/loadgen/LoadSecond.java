package dev.headroom.loadgen;

import java.time.Instant;
import java.util.OptionalLong;

/// One second of a load test.
///
/// @param time its end
/// @param arrivals requests that became due, sent or not
/// @param completions answers with a status below 400
/// @param slow those of them that took longer than the plan's objective; empty when it has none
/// @param failures requests that ended in any other way
/// @param p50 the median latency of what ended in this second, in seconds; NaN when nothing did. So are p95 and p99
/// @param inFlight requests that were due and have not ended, at its end
/// @param users that have started, at its end
public record LoadSecond(
        Instant time,
        long arrivals,
        long completions,
        OptionalLong slow,
        long failures,
        double p50,
        double p95,
        double p99,
        long inFlight,
        int users) {}
