package dev.headroom.query;

import com.google.re2j.Pattern;
import dev.headroom.model.ClassicBuckets;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.HistogramQuantile;
import dev.headroom.model.Labels;
import dev.headroom.promql.TextRange;
import dev.headroom.windows.MonotonicityNote;
import dev.headroom.windows.Quantiles;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/// Quantiles and shares of the histograms of an instant vector. Its series are sorted into histograms once, whatever is
/// asked of them: series that differ in the label `le` only are one classic histogram.
final class HistogramEstimates {

    private static final String BUCKET = "le";
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

    private final Evaluation evaluation;
    private final QueryRun run;
    private final TextRange text;
    private final Map<Labels, List<Bucket>> classic = new LinkedHashMap<>();
    private final Map<Labels, Series> natives = new LinkedHashMap<>();
    private final Map<Labels, BitSet> conflicts = new LinkedHashMap<>();
    private final ClassicBuckets buckets = new ClassicBuckets();

    /// One bucket of a classic histogram.
    private record Bucket(double bound, Column counts) {}

    /// What is asked of a histogram at one step.
    private interface Question {

        double classic(int step, ClassicBuckets buckets, String metricName);

        double ofNative(int step, FloatHistogram histogram, String metricName);
    }

    /// @param text where annotations point
    HistogramEstimates(Evaluation evaluation, List<Series> vector, TextRange text) {
        this.evaluation = evaluation;
        this.run = evaluation.run();
        this.text = text;
        for (var series : vector) {
            if (series.column().hasHistograms()) {
                natives.put(series.labels(), series);
            }
            if (hasNumbers(series.column())) {
                var le = series.labels().value(BUCKET);
                var bound = bound(le);
                if (bound.isPresent()) {
                    classic.computeIfAbsent(series.labels().without(BUCKET), _ -> new ArrayList<>())
                            .add(new Bucket(bound.getAsDouble(), series.column()));
                } else {
                    run.annotations().badBucketLabel(text, noted(series.labels()), le);
                }
            }
        }
        natives.forEach(this::findConflicts);
    }

    private static boolean hasNumbers(Column column) {
        for (int step = column.first(); step < column.end(); step++) {
            if (column.has(step) && column.histogram(step) == null) {
                return true;
            }
        }
        return false;
    }

    private static OptionalDouble bound(String le) {
        return switch (le.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> NUMBER.matches(le) ? OptionalDouble.of(Double.parseDouble(le)) : OptionalDouble.empty();
        };
    }

    /// The metric name as annotations show it: not at all when it has been dropped by now.
    private String noted(Labels labels) {
        return run.options().delayedNameRemoval() ? labels.value(Labels.NAME) : "";
    }

    /// Where a native and a classic histogram have the same labels at the same step, nobody knows which one is meant.
    private void findConflicts(Labels labels, Series series) {
        var steps = new BitSet();
        for (var bucket : classic.getOrDefault(labels, List.of())) {
            for (int step = bucket.counts().first(); step < bucket.counts().end(); step++) {
                boolean both = bucket.counts().has(step)
                        && bucket.counts().histogram(step) == null
                        && series.column().histogram(step) != null;
                if (both) {
                    steps.set(step);
                }
            }
        }
        if (!steps.isEmpty()) {
            conflicts.put(labels, steps);
            run.annotations().mixedClassicAndNative(text, noted(labels));
        }
    }

    /// The quantiles at the steps that are wanted.
    List<Series> quantiles(double[] quantiles, IntPredicate wanted, UnaryOperator<Labels> relabel) {
        return answers(wanted, relabel, new Question() {
            @Override
            public double classic(int step, ClassicBuckets of, String metricName) {
                double value = of.quantile(quantiles[step]);
                if (of.wasRaised()) {
                    long time = evaluation.grid().time(step);
                    var note = new MonotonicityNote(
                            time, time, of.minRaised(), of.maxRaised(), of.maxDifference(), 1);
                    run.annotations().forcedMonotonicity(text, metricName, note);
                }
                return value;
            }

            @Override
            public double ofNative(int step, FloatHistogram histogram, String metricName) {
                var estimate = HistogramQuantile.quantile(quantiles[step], histogram);
                note(estimate, metricName);
                return estimate.value();
            }
        });
    }

    /// The shares of the observations between two values.
    List<Series> fractions(double[] lower, double[] upper) {
        return answers(_ -> true, labels -> labels, new Question() {
            @Override
            public double classic(int step, ClassicBuckets of, String metricName) {
                return of.fraction(lower[step], upper[step]);
            }

            @Override
            public double ofNative(int step, FloatHistogram histogram, String metricName) {
                var estimate = HistogramQuantile.fraction(lower[step], upper[step], histogram);
                note(estimate, metricName);
                return estimate.value();
            }
        });
    }

    private void note(HistogramQuantile.Estimate estimate, String metricName) {
        var annotations = run.annotations();
        switch (estimate.remark()) {
            case NONE -> {}
            case IS_NAN -> annotations.histogramNote(
                    text, metricName, "input to histogram_quantile has NaN observations, result is NaN");
            case IS_SKEWED -> annotations.histogramNote(
                    text, metricName, "input to histogram_quantile has NaN observations, result is skewed higher");
            case NANS_EXCLUDED -> annotations.histogramNote(
                    text,
                    metricName,
                    "input to histogram_fraction has NaN observations, which are excluded from all fractions");
        }
    }

    private List<Series> answers(IntPredicate wanted, UnaryOperator<Labels> relabel, Question question) {
        var results = new ArrayList<Series>();
        int steps = evaluation.grid().count();
        var builder = new ColumnBuilder(steps);
        natives.forEach((labels, series) -> {
            for (int step = series.column().first(); step < series.column().end(); step++) {
                var histogram = series.column().histogram(step);
                if (histogram != null && wanted.test(step) && !isConflict(labels, step)) {
                    run.budget().work();
                    builder.set(step, question.ofNative(step, histogram, noted(labels)));
                }
            }
            add(labels, relabel, builder, results);
        });
        classic.forEach((labels, members) -> {
            for (int step = 0; step < steps; step++) {
                if (wanted.test(step) && !isConflict(labels, step) && gather(members, step)) {
                    builder.set(step, question.classic(step, buckets, noted(labels)));
                }
            }
            add(labels, relabel, builder, results);
        });
        return QueryRun.joined(results, steps);
    }

    private boolean isConflict(Labels labels, int step) {
        var steps = conflicts.get(labels);
        return steps != null && steps.get(step);
    }

    private boolean gather(List<Bucket> members, int step) {
        buckets.clear();
        for (var bucket : members) {
            run.budget().work();
            if (bucket.counts().has(step) && bucket.counts().histogram(step) == null) {
                buckets.add(bucket.bound(), bucket.counts().value(step));
            }
        }
        return !buckets.isEmpty();
    }

    private void add(Labels labels, UnaryOperator<Labels> relabel, ColumnBuilder builder, List<Series> results) {
        var column = builder.take();
        if (!column.isEmpty()) {
            results.add(new Series(relabel.apply(run.nameless(labels)), true, column));
        }
    }
}
