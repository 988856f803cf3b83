package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers.Extension;
import dev.headroom.promql.TextRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The series of a range vector, with all samples that any step of the query needs, and which window each step sees.
///
/// @param text where annotations about its samples point
/// @param extension whether samples outside of the window take part
record RangeVector(
        List<Ranged> series, ReferenceTime reference, long rangeMillis, Extension extension, TextRange text) {

    /// One series of it.
    ///
    /// @param dropName whether the metric name is to be dropped at the end of the evaluation
    record Ranged(Labels labels, boolean dropName, Samples samples) {}

    /// The range vector that an expression gives to a grid.
    static RangeVector of(QueryRun run, Grid grid, Expr expr) {
        return switch (expr) {
            case Expr.MatrixSelector matrix -> selected(run, grid, matrix);
            case Expr.Subquery subquery -> evaluated(run, grid, subquery);
            case Expr.Paren paren -> of(run, grid, paren.inner());
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _ -> throw new IllegalStateException("no range vector: " + expr);
        };
    }

    private static RangeVector selected(QueryRun run, Grid grid, Expr.MatrixSelector matrix) {
        var modifiers = matrix.selector().modifiers();
        var reference = ReferenceTime.of(modifiers);
        long lookback = run.options().lookbackMillis();
        long from = reference.millis(grid.startMillis()) - matrix.rangeMillis() + 1;
        long to = reference.millis(grid.lastMillis());
        switch (modifiers.extension()) {
            case NONE -> {}
            case ANCHORED -> from -= lookback;
            case SMOOTHED -> {
                from -= lookback;
                to += lookback;
            }
        }
        var series = run.select(from, to, matrix.selector()).stream()
                .map(found -> new Ranged(found.labels(), false, found.samples()))
                .toList();
        return new RangeVector(series, reference, matrix.rangeMillis(), modifiers.extension(), matrix.text());
    }

    /// Evaluates a subquery once, on the multiples of its step that any window of the grid holds.
    private static RangeVector evaluated(QueryRun run, Grid grid, Expr.Subquery subquery) {
        var reference = ReferenceTime.of(subquery.modifiers());
        long step = subquery.stepMillis() > 0
                ? subquery.stepMillis()
                : run.options().subqueryStep().toMillis();
        long windowStart = reference.millis(grid.startMillis()) - subquery.rangeMillis();
        long start = (Math.floorDiv(windowStart, step) + 1) * step;
        var inner = new Grid(start, reference.millis(grid.lastMillis()), step);
        if (inner.points() > run.options().limits().subqueryPoints()) {
            throw QueryRun.failure("expected at most " + run.options().limits().subqueryPoints()
                    + " steps of a subquery (limit subqueryPoints), got " + inner.points()
                    + "; try a larger step or a smaller range");
        }
        var series = new ArrayList<Ranged>();
        for (var each : new Evaluation(run, inner).vector(subquery.expr())) {
            var samples = unhinted(each.column().samples(inner));
            series.add(new Ranged(each.labels(), each.dropName(), samples));
        }
        // Prometheus points annotations about a subquery at the start of the query.
        return new RangeVector(series, reference, subquery.rangeMillis(), Extension.NONE, new TextRange(0, 0));
    }

    /// The samples of a subquery may skip some that were stored, so their hints about the sample before say nothing.
    private static Samples unhinted(Samples samples) {
        if (!samples.hasHistograms()) {
            return samples;
        }
        var times = new long[samples.size()];
        var values = new double[samples.size()];
        @Nullable FloatHistogram[] histograms = new FloatHistogram[samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            times[i] = samples.timestamp(i);
            values[i] = samples.value(i);
            var histogram = samples.histogram(i);
            if (histogram != null) {
                histograms[i] = switch (histogram.counterReset()) {
                    case RESET, NOT_RESET -> histogram.withCounterReset(CounterReset.UNKNOWN);
                    case UNKNOWN, GAUGE -> histogram;
                };
            }
        }
        return new Samples(times, values, samples.size()).withHistograms(histograms);
    }
}
