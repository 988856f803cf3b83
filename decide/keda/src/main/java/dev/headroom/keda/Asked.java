package dev.headroom.keda;

import java.util.List;
import java.util.Optional;

/// What became of one external metric when it was wanted: the number, where it is from, and what must be told of it.
///
/// @param metric `s0-prometheus`
/// @param values what goes on to the autoscaler and the formula; empty where there is an error
/// @param origin where they come from
/// @param noData why there was no data, where that is read as 0; empty otherwise
/// @param failure what the source did wrong; a fallback may stand in all the same
/// @param failures how often in a row it did, where that is counted
/// @param error why there is no value
public record Asked(
        String metric,
        List<MetricValue> values,
        Origin origin,
        String noData,
        Optional<String> failure,
        int failures,
        Optional<String> error) {

    public Asked {
        values = List.copyOf(values);
    }

    /// Where a value comes from.
    public enum Origin {
        /// The source was asked.
        SOURCE,
        /// The last poll, because of `useCachedMetrics`.
        LAST_POLL,
        /// What the autoscaler was last given.
        LAST_SERVED,
        /// The object's fallback.
        FALLBACK
    }

    Asked from(Origin other) {
        return new Asked(metric, values, other, noData, failure, failures, error);
    }
}
