package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.KahanSum;
import dev.headroom.model.Labels;
import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.TextRange;
import dev.headroom.windows.Annotations;
import dev.headroom.windows.Average;
import dev.headroom.windows.Quantiles;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes one element of the elements of a group; used again for every group and step.
abstract sealed class Aggregator permits Aggregator.Summing, Aggregator.OverNumbers, Aggregator.Counting {

    /// Starts a group.
    ///
    /// @param parameter the parameter of the aggregation at this step, if it has one
    abstract void start(double parameter);

    /// Adds an element: a histogram when there is one, else a number.
    abstract void add(double value, @Nullable FloatHistogram histogram, Labels labels);

    /// Writes the result of the group, if it has one.
    abstract void finish(int step, ColumnBuilder builder);

    /// @param at where annotations point
    static Aggregator of(AggregateOp op, Annotations annotations, TextRange at) {
        return switch (op) {
            case SUM, AVG -> new Summing(op == AggregateOp.AVG, annotations, at);
            case COUNT, GROUP -> new Counting(op == AggregateOp.GROUP);
            case MIN, MAX, STDDEV, STDVAR, QUANTILE -> new OverNumbers(op, annotations, at);
            case TOPK, BOTTOMK, COUNT_VALUES, LIMITK, LIMIT_RATIO ->
                throw new IllegalArgumentException("no reduction: " + op);
        };
    }

    /// `sum` and `avg`: of numbers or of histograms; a group with both has no result.
    static final class Summing extends Aggregator {

        private final boolean average;
        private final Annotations annotations;
        private final TextRange at;
        private @Nullable KahanSum sum;
        private @Nullable Average mean;
        private @Nullable HistogramTotal histograms;

        private Summing(boolean average, Annotations annotations, TextRange at) {
            this.average = average;
            this.annotations = annotations;
            this.at = at;
        }

        @Override
        void start(double parameter) {
            sum = null;
            mean = null;
            histograms = null;
        }

        @Override
        void add(double value, @Nullable FloatHistogram histogram, Labels labels) {
            if (histogram != null) {
                if (histograms == null) {
                    histograms = new HistogramTotal(histogram, average, annotations, at);
                } else {
                    histograms.add(histogram, labels);
                }
            } else if (average) {
                if (mean == null) {
                    mean = new Average(value);
                } else {
                    mean.add(value);
                }
            } else if (sum == null) {
                sum = new KahanSum(value);
            } else {
                sum.add(value);
            }
        }

        @Override
        void finish(int step, ColumnBuilder builder) {
            if (histograms != null) {
                if (sum != null || mean != null) {
                    annotations.mixedFloatsAndHistogramsInAggregation(at);
                } else {
                    histograms.finish(step, builder);
                }
            } else if (sum != null) {
                builder.set(step, sum.value());
            } else if (mean != null) {
                builder.set(step, mean.value());
            }
        }
    }

    /// `count` and `group`: of anything.
    static final class Counting extends Aggregator {

        private final boolean group;
        private int count;

        private Counting(boolean group) {
            this.group = group;
        }

        @Override
        void start(double parameter) {
            count = 0;
        }

        @Override
        void add(double value, @Nullable FloatHistogram histogram, Labels labels) {
            count++;
        }

        @Override
        void finish(int step, ColumnBuilder builder) {
            if (count > 0) {
                builder.set(step, group ? 1 : count);
            }
        }
    }

    /// `min`, `max`, `stddev`, `stdvar` and `quantile`: of numbers; histograms are ignored, with a note.
    static final class OverNumbers extends Aggregator {

        private static final int FEW = 16;

        private final AggregateOp op;
        private final Annotations annotations;
        private final TextRange at;
        private double[] numbers = new double[FEW];
        private int count;
        private double parameter;

        private OverNumbers(AggregateOp op, Annotations annotations, TextRange at) {
            this.op = op;
            this.annotations = annotations;
            this.at = at;
        }

        @Override
        void start(double parameterOfStep) {
            count = 0;
            parameter = parameterOfStep;
        }

        @Override
        void add(double value, @Nullable FloatHistogram histogram, Labels labels) {
            if (histogram != null) {
                annotations.ignoredInAggregation(at, op.word());
                return;
            }
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = value;
        }

        @Override
        void finish(int step, ColumnBuilder builder) {
            if (count == 0) {
                return;
            }
            builder.set(step, switch (op) {
                case MIN -> extreme(-1);
                case MAX -> extreme(1);
                case STDDEV -> Math.sqrt(variance());
                case STDVAR -> variance();
                case QUANTILE -> Quantiles.of(parameter, Arrays.copyOf(numbers, count));
                case SUM, AVG, COUNT, GROUP, TOPK, BOTTOMK, COUNT_VALUES, LIMITK, LIMIT_RATIO ->
                    throw new IllegalStateException("not over numbers: " + op);
            });
        }

        /// The largest number, or the smallest when `sign` is negative; NaN only when there is nothing else.
        private double extreme(double sign) {
            double extreme = numbers[0];
            for (int i = 1; i < count; i++) {
                if (sign * numbers[i] > sign * extreme || Double.isNaN(extreme)) {
                    extreme = numbers[i];
                }
            }
            return extreme;
        }

        /// Welford's method, as Prometheus has it: a first number that is not finite makes the result NaN.
        private double variance() {
            double mean = numbers[0];
            double squares = Double.isFinite(mean) ? 0 : Double.NaN;
            for (int i = 1; i < count; i++) {
                double delta = numbers[i] - mean;
                mean += delta / (i + 1);
                squares += delta * (numbers[i] - mean);
            }
            return squares / count;
        }
    }
}
