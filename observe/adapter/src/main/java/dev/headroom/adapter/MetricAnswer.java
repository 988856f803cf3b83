package dev.headroom.adapter;

import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import java.time.Instant;
import java.util.List;

/// What one of the metrics APIs answers.
public sealed interface MetricAnswer<T> {

    /// @param query the PromQL that was asked
    record Items<T>(String query, List<T> items) implements MetricAnswer<T> {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// There is no such metric, for that kind or for that object: status 404.
    ///
    /// @param message the API's own
    /// @param why what the adapter would only log, or not say at all
    record NotFound<T>(String message, String why) implements MetricAnswer<T> {}

    /// The metric could not be had: status 500.
    record Failed<T>(String message, String why) implements MetricAnswer<T> {}

    /// The value of an object's metric.
    ///
    /// @param namespace empty for objects of the root
    /// @param timestamp of the answer, not of a sample
    /// @param value cut to a thousandth; 0 where the query gives NaN
    /// @param notANumber whether the query gives NaN
    record CustomValue(
            GroupResource resource,
            String namespace,
            String name,
            String metric,
            Instant timestamp,
            Quantity value,
            boolean notANumber) {}

    /// One value of a metric that belongs to no object.
    ///
    /// @param labels those of the sample; none when the query gives a single number
    /// @param timestamp of the sample
    /// @param value cut to a thousandth
    /// @param finite whether the query gives a number; a value that is none is cut to what the processor makes of it
    record ExternalValue(String metric, Labels labels, Instant timestamp, Quantity value, boolean finite) {}
}
