package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.promql.Expr;
import dev.headroom.windows.HistogramInterpolation;
import dev.headroom.windows.Interpolation;
import dev.headroom.windows.WindowSamples;
import java.util.ArrayList;
import java.util.List;

/// Evaluates `selector smoothed`: at each step the value on the straight line between the sample before and the sample
/// after it, within the lookback on both sides.
final class SmoothedSelection {

    private final QueryRun run;
    private final Grid grid;
    private final Expr.VectorSelector selector;
    private final ReferenceTime reference;
    private final long lookbackMillis;

    SmoothedSelection(QueryRun run, Grid grid, Expr.VectorSelector selector) {
        this.run = run;
        this.grid = grid;
        this.selector = selector;
        this.reference = ReferenceTime.of(selector.modifiers());
        this.lookbackMillis = run.options().lookbackMillis();
    }

    List<Series> series() {
        long from = reference.millis(grid.startMillis()) - lookbackMillis + 1;
        long to = reference.millis(grid.lastMillis()) + lookbackMillis;
        var series = new ArrayList<Series>();
        var builder = new ColumnBuilder(grid.count());
        var samples = new WindowSamples();
        for (var selected : run.select(from, to, selector)) {
            samples.load(selected.samples());
            for (int step = 0; step < grid.count(); step++) {
                run.budget().work();
                long at = reference.millis(grid.time(step));
                samples.slide(at - lookbackMillis, at + lookbackMillis);
                value(builder, step, at, samples, selected.labels().value(Labels.NAME));
            }
            var column = builder.take();
            if (!column.isEmpty()) {
                series.add(new Series(selected.labels(), false, column));
            }
        }
        return series;
    }

    private void value(ColumnBuilder builder, int step, long at, WindowSamples samples, String metricName) {
        if (samples.histograms() > 0) {
            if (samples.floats() > 0) {
                run.annotations().mixedFloatsAndHistograms(selector.text(), metricName);
            } else {
                new HistogramInterpolation(run.annotations(), selector.text(), metricName)
                        .at(samples, at)
                        .ifPresent(histogram -> builder.set(step, histogram));
            }
            return;
        }
        int after = samples.firstAtOrAfter(at);
        if (after < samples.floats() && samples.time(after) == at) {
            builder.set(step, samples.value(after));
        } else if (after > 0 && after < samples.floats()) {
            builder.set(step, Interpolation.between(samples, after - 1, after, at, false));
        } else if (after > 0) {
            builder.set(step, samples.value(after - 1));
        }
    }
}
