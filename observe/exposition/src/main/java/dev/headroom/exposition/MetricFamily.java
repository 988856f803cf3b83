package dev.headroom.exposition;

import dev.headroom.model.Labels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// All samples of one metric with what is known about it; a paragraph of a metrics page.
///
/// @param name the name as OpenMetrics has it, without `_total` or `_info`
/// @param help may be empty
/// @param unit a suffix of the name, or empty
public record MetricFamily(String name, MetricType type, String help, String unit, List<Point> points) {

    public MetricFamily {
        points = List.copyOf(points);
    }

    /// One sample: a line of the page.
    ///
    /// @param labels with the metric name, suffix included (`_total`, `_bucket`, ...)
    public record Point(
            Labels labels, double value, OptionalLong timestampMillis, Optional<Entry.Exemplar> exemplar) {

        /// A sample of now: the page gives no timestamp.
        public Point(Labels labels, double value) {
            this(labels, value, OptionalLong.empty(), Optional.empty());
        }
    }
}
