package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Samples;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers.Extension;
import dev.headroom.promql.QueryResult;
import dev.headroom.windows.ExtendedRange;
import dev.headroom.windows.WindowSamples;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a query that is a range vector: the samples that its window holds at one instant.
final class RangeResult {

    private final QueryRun run;
    private final RangeVector vector;
    private final long startMillis;
    private final long endMillis;

    RangeResult(QueryRun run, Grid grid, Expr expr) {
        this.run = run;
        this.vector = RangeVector.of(run, grid, expr);
        this.endMillis = vector.reference().millis(grid.startMillis());
        this.startMillis = endMillis - vector.rangeMillis();
    }

    List<QueryResult.Row> rows() {
        var window = new WindowSamples();
        long lookback = run.options().lookbackMillis();
        var rows = new ArrayList<QueryResult.Row>();
        for (var series : vector.series()) {
            window.load(series.samples());
            window.slide(vector.extension(), startMillis, endMillis, lookback);
            var samples = vector.extension() == Extension.NONE ? merged(window) : extended(window);
            if (samples.size() > 0) {
                boolean dropName = series.dropName() && run.options().delayedNameRemoval();
                var labels = dropName ? QueryRun.withoutMetadata(series.labels()) : series.labels();
                rows.add(new QueryResult.Row(labels, samples));
            }
        }
        return rows;
    }

    /// Numbers and histograms in the order of time.
    private static Samples merged(WindowSamples window) {
        int size = window.floats() + window.histograms();
        var times = new long[size];
        var values = new double[size];
        @Nullable FloatHistogram @Nullable [] histograms = window.histograms() > 0 ? new FloatHistogram[size] : null;
        int nextFloat = 0;
        int nextHistogram = 0;
        for (int i = 0; i < size; i++) {
            boolean isFloat = nextHistogram == window.histograms()
                    || (nextFloat < window.floats() && window.time(nextFloat) < window.histogramTime(nextHistogram));
            if (isFloat) {
                times[i] = window.time(nextFloat);
                values[i] = window.value(nextFloat++);
            } else if (histograms != null) {
                times[i] = window.histogramTime(nextHistogram);
                values[i] = Double.NaN;
                histograms[i] = window.histogram(nextHistogram++);
            }
        }
        var samples = new Samples(times, values, size);
        return histograms == null ? samples : samples.withHistograms(histograms);
    }

    private Samples extended(WindowSamples window) {
        if (window.histograms() > 0) {
            var modifier = vector.extension() == Extension.SMOOTHED ? "smoothed" : "anchored";
            throw QueryRun.failure(modifier + " modifier is not supported with histograms");
        }
        return ExtendedRange.of(window, vector.extension(), startMillis, endMillis);
    }
}
