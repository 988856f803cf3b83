package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatText;
import dev.headroom.model.KahanSum;
import dev.headroom.promql.Expr;
import dev.headroom.promql.TextRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Evaluates the functions over histograms: classic ones, which are series with the label `le`, and native ones.
final class HistogramCall {

    private final Evaluation evaluation;
    private final QueryRun run;
    private final Expr.Call call;

    HistogramCall(Evaluation evaluation, Expr.Call call) {
        this.evaluation = evaluation;
        this.run = evaluation.run();
        this.call = call;
    }

    static boolean isOne(String name) {
        return name.startsWith("histogram_");
    }

    List<Series> series() {
        return switch (call.function().name()) {
            case "histogram_count" -> each(FloatHistogram::count);
            case "histogram_sum" -> each(FloatHistogram::sum);
            case "histogram_avg" -> each(histogram -> histogram.sum() / histogram.count());
            case "histogram_stddev" -> each(histogram -> Math.sqrt(variance(histogram)));
            case "histogram_stdvar" -> each(HistogramCall::variance);
            case "histogram_fraction" -> {
                var lower = scalar(0);
                var upper = scalar(1);
                yield estimates(2).fractions(lower, upper);
            }
            case "histogram_quantile" -> {
                var quantiles = scalar(0);
                warn(quantiles, call.args().getFirst().text());
                yield estimates(1).quantiles(quantiles, _ -> true, labels -> labels);
            }
            case "histogram_quantiles" -> quantiles();
            default -> throw new IllegalArgumentException(call.function().name());
        };
    }

    private double[] scalar(int index) {
        return evaluation.scalar(call.args().get(index));
    }

    private List<Series> each(ToDoubleFunction<FloatHistogram> function) {
        var results = new ArrayList<Series>();
        var builder = new ColumnBuilder(evaluation.grid().count());
        for (var series : evaluation.vector(call.args().getFirst())) {
            for (int step = series.column().first(); step < series.column().end(); step++) {
                var histogram = series.column().histogram(step);
                if (histogram != null) {
                    builder.set(step, function.applyAsDouble(histogram));
                }
            }
            var column = builder.take();
            if (!column.isEmpty()) {
                results.add(new Series(run.nameless(series.labels()), true, column));
            }
        }
        return QueryRun.joined(results, evaluation.grid().count());
    }

    /// The variance, as if all observations of a bucket were in its middle: the arithmetic one for custom buckets, the
    /// geometric one for exponential buckets, 0 for the zero bucket.
    private static double variance(FloatHistogram histogram) {
        double mean = histogram.sum() / histogram.count();
        var squares = new KahanSum();
        for (var bucket : histogram.buckets()) {
            if (bucket.count() == 0) {
                continue;
            }
            double middle;
            if (histogram.hasCustomBuckets()) {
                middle = (bucket.upper() + bucket.lower()) / 2;
            } else if (bucket.lower() <= 0 && bucket.upper() >= 0) {
                middle = 0;
            } else {
                middle = Math.copySign(Math.sqrt(bucket.upper() * bucket.lower()), bucket.upper());
            }
            double delta = middle - mean;
            squares.add(bucket.count() * delta * delta);
        }
        return squares.value() / histogram.count();
    }

    private HistogramEstimates estimates(int argument) {
        var expr = call.args().get(argument);
        return new HistogramEstimates(evaluation, evaluation.vector(expr), expr.text());
    }

    /// One series for each quantile that is asked for, with its value as a label.
    private List<Series> quantiles() {
        var label = Evaluation.text(call.args().get(1));
        var estimates = estimates(0);
        var results = new ArrayList<Series>();
        for (int i = 2; i < call.args().size(); i++) {
            var quantiles = scalar(i);
            warn(quantiles, call.args().get(i).text());
            // It may be another one at each step, and so its label.
            Arrays.stream(quantiles).distinct().forEach(quantile -> results.addAll(estimates.quantiles(
                    quantiles,
                    step -> Double.compare(quantiles[step], quantile) == 0,
                    labels -> labels.with(label, openMetrics(quantile)))));
        }
        return QueryRun.joined(results, evaluation.grid().count());
    }

    /// As OpenMetrics writes the numbers of labels: always with a point or an exponent.
    private static String openMetrics(double value) {
        var text = FloatText.general(value);
        boolean whole = Double.isFinite(value) && text.indexOf('.') < 0 && text.indexOf('e') < 0;
        return whole ? text + ".0" : text;
    }

    private void warn(double[] quantiles, TextRange at) {
        for (double quantile : quantiles) {
            if (Double.isNaN(quantile) || quantile < 0 || quantile > 1) {
                run.annotations().invalidQuantile(at, quantile);
            }
        }
    }
}
