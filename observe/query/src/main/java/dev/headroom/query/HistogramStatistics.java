package dev.headroom.query;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.HistogramReset;
import dev.headroom.model.Samples;
import dev.headroom.promql.BinaryOp;
import dev.headroom.promql.Expr;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the selectors of which only the count and the sum of native histograms are wanted, and leaves nothing else of
/// their samples. What the buckets say about counter resets goes into the hints of the samples first.
final class HistogramStatistics {

    private final Set<Expr> found = Collections.newSetFromMap(new IdentityHashMap<>());

    private HistogramStatistics() {}

    /// Those selectors of a query, the very objects.
    static Set<Expr> selectors(Expr query) {
        var search = new HistogramStatistics();
        search.visit(query, false);
        return search.found;
    }

    /// @param wanted whether an outer function asks for count or sum
    private void visit(Expr expr, boolean wanted) {
        switch (expr) {
            case Expr.VectorSelector selector -> {
                if (wanted) {
                    found.add(selector);
                }
            }
            case Expr.MatrixSelector matrix -> visit(matrix.selector(), wanted);
            case Expr.Unary unary -> visit(unary.operand(), wanted);
            case Expr.Paren paren -> visit(paren.inner(), wanted);
            case Expr.Aggregate aggregate -> {
                aggregate.parameter().ifPresent(parameter -> visit(parameter, wanted));
                visit(aggregate.expr(), wanted);
            }
            case Expr.Binary binary -> {
                // Cutting a histogram off needs its buckets.
                if (binary.op() != BinaryOp.TRIM_UPPER && binary.op() != BinaryOp.TRIM_LOWER) {
                    visit(binary.left(), wanted);
                    visit(binary.right(), wanted);
                }
            }
            case Expr.Call call -> {
                switch (call.function().name()) {
                    case "histogram_count", "histogram_sum", "histogram_avg" ->
                        call.args().forEach(arg -> visit(arg, true));
                    case "histogram_quantile", "histogram_quantiles", "histogram_fraction" -> {}
                    default -> call.args().forEach(arg -> visit(arg, wanted));
                }
            }
            // A subquery looks for counter resets itself, and does not see all samples.
            case Expr.Subquery _, Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
        }
    }

    /// The samples with nothing but count and sum in their histograms.
    static Samples of(Samples samples) {
        if (!samples.hasHistograms()) {
            return samples;
        }
        var times = new long[samples.size()];
        var values = new double[samples.size()];
        var starts = new long[samples.size()];
        @Nullable FloatHistogram[] statistics = new FloatHistogram[samples.size()];
        FloatHistogram before = null;
        for (int i = 0; i < samples.size(); i++) {
            times[i] = samples.timestamp(i);
            values[i] = samples.value(i);
            starts[i] = samples.startTimestamp(i);
            var histogram = samples.histogram(i);
            if (histogram != null) {
                statistics[i] = statistics(hint(before, histogram), histogram);
                before = histogram;
            }
        }
        var reduced = new Samples(times, values, samples.size()).withHistograms(statistics);
        return samples.hasStartTimestamps() ? reduced.withStartTimestamps(starts) : reduced;
    }

    private static CounterReset hint(@Nullable FloatHistogram before, FloatHistogram now) {
        if (now.counterReset() != CounterReset.UNKNOWN || before == null) {
            return now.counterReset();
        }
        return HistogramReset.between(before, now) ? CounterReset.RESET : CounterReset.NOT_RESET;
    }

    private static FloatHistogram statistics(CounterReset hint, FloatHistogram histogram) {
        return new FloatHistogram(
                hint,
                histogram.schema(),
                0,
                0,
                histogram.count(),
                histogram.sum(),
                BucketCounts.none(),
                BucketCounts.none(),
                List.of());
    }
}
