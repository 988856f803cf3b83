package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.HistogramSum;
import dev.headroom.model.Labels;
import dev.headroom.promql.TextRange;
import dev.headroom.windows.Annotations;
import dev.headroom.windows.HistogramAverage;
import org.jspecify.annotations.Nullable;

/// The sum or the mean of the native histograms of one group at one step.
final class HistogramTotal {

    private final Annotations annotations;
    private final TextRange at;
    private final HistogramSum sum;
    private final @Nullable HistogramAverage mean;
    private boolean incompatible;

    /// @param average whether the mean is wanted, else the sum
    HistogramTotal(FloatHistogram first, boolean average, Annotations annotations, TextRange at) {
        this.annotations = annotations;
        this.at = at;
        this.sum = new HistogramSum(first);
        this.mean = average ? new HistogramAverage(first) : null;
    }

    /// @param labels those of its series
    void add(FloatHistogram histogram, Labels labels) {
        if (incompatible) {
            return;
        }
        if (!sum.accepts(histogram)) {
            annotations.mixedSchemas(at, labels.value(Labels.NAME));
            incompatible = true;
        } else if (mean != null) {
            mean.add(histogram);
        } else {
            sum.add(histogram);
        }
    }

    void finish(int step, ColumnBuilder builder) {
        var added = mean == null ? sum : mean.sum();
        if (added.boundsReconciled()) {
            annotations.boundsReconciled(at, "aggregation");
        }
        if (incompatible) {
            return;
        }
        if (added.hintsCollide()) {
            annotations.counterResetCollision(at, "aggregation");
        }
        builder.set(step, mean == null ? sum.value() : mean.value());
    }
}
