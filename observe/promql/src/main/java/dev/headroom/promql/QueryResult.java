package dev.headroom.promql;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import java.util.List;
import java.util.Optional;

/// What a query gave, with the annotations that Prometheus would add.
public record QueryResult(Value value, List<String> warnings, List<String> infos) {

    public QueryResult {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }

    /// One of PromQL's four result types.
    public sealed interface Value {}

    public record Scalar(long timestampMillis, double value) implements Value {}

    public record Text(long timestampMillis, String value) implements Value {}

    /// Elements in the order of the result: as sorted by the query, else as they came.
    public record Vector(List<Element> elements) implements Value {
        public Vector {
            elements = List.copyOf(elements);
        }
    }

    /// One series at one instant.
    ///
    /// @param value the number, NaN where there is a histogram
    /// @param histogram the native histogram, when the element is one
    public record Element(
            Labels labels, long timestampMillis, double value, Optional<FloatHistogram> histogram) {

        public Element(Labels labels, long timestampMillis, double value) {
            this(labels, timestampMillis, value, Optional.empty());
        }

        public Element(Labels labels, long timestampMillis, FloatHistogram histogram) {
            this(labels, timestampMillis, Double.NaN, Optional.of(histogram));
        }
    }

    /// Series sorted by labels.
    public record Matrix(List<Row> rows) implements Value {
        public Matrix {
            rows = List.copyOf(rows);
        }
    }

    public record Row(Labels labels, Samples samples) {}
}
