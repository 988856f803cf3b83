package dev.headroom.exposition;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One line of a metrics page that says something, or one field of a page of protocol buffers.
public sealed interface Entry {

    /// The type of a metric family.
    record Type(String name, MetricType type) implements Entry {}

    /// The description of a metric family, unescaped.
    record Help(String name, String text) implements Entry {}

    /// The unit of a metric family; OpenMetrics only.
    record Unit(String name, String unit) implements Entry {}

    /// Any other comment, from its `#` to the end of its line; text format only.
    record Comment(String text) implements Entry {}

    /// A label as it stands on the page. Bytes that are no UTF-8 read as U+FFFD, and `utf8` is false then.
    record Label(String name, String value, boolean utf8) {}

    /// A sample attached to another one, usually the trace of one request. Its label values keep their backslashes, as
    /// in Prometheus.
    record Exemplar(List<Label> labels, double value, OptionalLong timestampMillis) {
        public Exemplar {
            labels = List.copyOf(labels);
        }
    }

    /// A number or a histogram.
    sealed interface Sample extends Entry {

        /// What the page says of the series.
        PageLabels series();

        /// The labels as they stand on the page, the metric name among them, sorted by name, repetitions and empty
        /// values included.
        default List<Label> page() {
            return series().page();
        }

        /// Only when the page gives one; most pages leave that to the scrape.
        OptionalLong timestampMillis();

        /// The labels that identify the series; meaningful only without a [#refusal()].
        default Labels labels() {
            return series().labels();
        }

        /// Why the page must not be stored although it parses: no metric name, a repeated label name, a name that is
        /// no UTF-8.
        default Optional<String> refusal() {
            return series().refusal();
        }
    }

    /// A number.
    record Series(PageLabels series, double value, OptionalLong timestampMillis, Optional<Exemplar> exemplar)
            implements Sample {

        public Series(List<Label> page, double value, OptionalLong timestampMillis, Optional<Exemplar> exemplar) {
            this(new PageLabels(page), value, timestampMillis, exemplar);
        }
    }

    /// A native histogram: of a page of protocol buffers, or made of the series of a classic one.
    record Histogram(
            PageLabels series, FloatHistogram histogram, OptionalLong timestampMillis, List<Exemplar> exemplars)
            implements Sample {
        public Histogram {
            exemplars = List.copyOf(exemplars);
        }

        public Histogram(
                List<Label> page, FloatHistogram histogram, OptionalLong timestampMillis, List<Exemplar> exemplars) {
            this(new PageLabels(page), histogram, timestampMillis, exemplars);
        }
    }
}
