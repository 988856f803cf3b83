package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.HistogramReset;
import dev.headroom.model.HistogramSum;
import dev.headroom.promql.TextRange;
import java.util.Optional;

/// Native histograms between two samples, on the straight line that joins them.
public final class HistogramInterpolation {

    private final Annotations annotations;
    private final TextRange text;
    private final String metricName;

    /// @param text where annotations point
    public HistogramInterpolation(Annotations annotations, TextRange text, String metricName) {
        this.annotations = annotations;
        this.text = text;
        this.metricName = metricName;
    }

    /// The histogram at a time between two indices; empty when the two do not fit together, which is annotated.
    ///
    /// @param counter whether a reset between them starts from nothing
    Optional<FloatHistogram> between(WindowSamples samples, int before, long atMillis, boolean counter) {
        var left = samples.histogram(before);
        var right = samples.histogram(before + 1);
        long leftMillis = samples.histogramTime(before);
        if (left.hasCustomBuckets() != right.hasCustomBuckets()) {
            annotations.mixedSchemas(text, metricName);
            return Optional.empty();
        }
        double share = (atMillis - leftMillis) / (double) (samples.histogramTime(before + 1) - leftMillis);
        if (counter && HistogramReset.between(left, right)) {
            return Optional.of(right.times(share));
        }
        var line = new HistogramSum(right);
        if (line.subtract(left)) {
            annotations.boundsReconciled(text, "subtraction");
        }
        line.scale(share);
        if (line.add(left)) {
            annotations.boundsReconciled(text, "addition");
        }
        return Optional.of(line.value());
    }

    /// The histogram that `smoothed` gives at one time; empty when there is none before it.
    public Optional<FloatHistogram> at(WindowSamples samples, long atMillis) {
        int after = samples.firstHistogramAtOrAfter(atMillis);
        if (after < samples.histograms() && samples.histogramTime(after) == atMillis) {
            return Optional.of(samples.histogram(after));
        }
        if (after == 0) {
            return Optional.empty();
        }
        var before = samples.histogram(after - 1);
        if (after == samples.histograms()) {
            // The hint is about the sample before, not about the value.
            return Optional.of(before.withCounterReset(CounterReset.UNKNOWN));
        }
        boolean gauge = before.counterReset() == CounterReset.GAUGE
                && samples.histogram(after).counterReset() == CounterReset.GAUGE;
        return between(samples, after - 1, atMillis, !gauge);
    }
}
