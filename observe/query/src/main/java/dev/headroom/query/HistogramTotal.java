package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.HistogramSum;
import dev.headroom.model.Labels;
import dev.headroom.promql.TextRange;
import dev.headroom.windows.Annotations;
import dev.headroom.windows.HistogramAverage;

/// The sum or the mean of the native histograms of one group at one step.
final class HistogramTotal {

    private final boolean average;
    private final Annotations annotations;
    private final TextRange at;
    private final HistogramSum sum;
    private final HistogramAverage mean;
    private boolean incompatible;

    HistogramTotal(FloatHistogram first, boolean average, Annotations annotations, TextRange at) {
        this.average = average;
        this.annotations = annotations;
        this.at = at;
        this.sum = new HistogramSum(first);
        this.mean = new HistogramAverage(first);
    }

    /// @param labels those of its series
    void add(FloatHistogram histogram, Labels labels) {
        if (incompatible) {
            return;
        }
        if (!sum.accepts(histogram)) {
            annotations.mixedSchemas(at, labels.value(Labels.NAME));
            incompatible = true;
            return;
        }
        if (average) {
            mean.add(histogram);
        } else {
            sum.add(histogram);
        }
    }

    void finish(int step, ColumnBuilder builder) {
        var added = average ? mean.sum() : sum;
        if (added.boundsReconciled()) {
            annotations.boundsReconciled(at, "aggregation");
        }
        if (incompatible) {
            return;
        }
        if (added.hintsCollide()) {
            annotations.counterResetCollision(at, "aggregation");
        }
        builder.set(step, average ? mean.value() : sum.value());
    }
}
