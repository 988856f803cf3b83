package dev.headroom.arrivals;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Arrivals of which only the number per period was recorded. Inside a period they fall anywhere, independently, as
/// the seed has it; each period holds as many as were counted.
public final class Counted implements Arrivals {

    private final Duration period;
    private final double[] counts;
    private final long seed;

    private Counted(Duration period, double[] counts, long seed) {
        this.period = period;
        this.counts = counts;
        this.seed = seed;
    }

    /// `counts[i]` arrivals in the i-th `period`. Fractions are carried into the next period.
    public static Counted of(Duration period, double[] counts, long seed) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("period must be positive: " + period);
        }
        for (int i = 0; i < counts.length; i++) {
            if (!(counts[i] >= 0 && counts[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("period " + i + ": " + counts[i] + " arrivals");
            }
        }
        return new Counted(period, counts.clone(), seed);
    }

    public Duration period() {
        return period;
    }

    @Override
    public Duration duration() {
        return period.multipliedBy(counts.length);
    }

    @Override
    public double rateAt(Duration offset) {
        long index = offset.isNegative() ? -1 : offset.dividedBy(period);
        return index >= 0 && index < counts.length ? counts[(int) index] / Seconds.of(period) : 0;
    }

    @Override
    public double expected() {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        return Math.floor(sum);
    }

    /// The periods from `from` for `length`, each whole, as a recording that starts at zero.
    public Counted window(Duration from, Duration length) {
        int first = (int) Math.clamp(from.dividedBy(period), 0L, (long) counts.length);
        int last = (int) Math.clamp(from.plus(length).dividedBy(period), (long) first, (long) counts.length);
        return new Counted(period, Arrays.copyOfRange(counts, first, last), seed);
    }

    @Override
    public Counted stretch(double factor) {
        return new Counted(Seconds.times(period, factor), counts, seed);
    }

    @Override
    public Counted multiply(double factor, long seed) {
        var multiplied = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            multiplied[i] = counts[i] * factor;
        }
        return new Counted(period, multiplied, seed);
    }

    /// Reads the arrivals of a period in ascending order without holding them: the smallest of `n` independent uniform
    /// times in what is left of the period is at `1 - (1 - u)^(1/n)` of it.
    @Override
    public Cursor cursor() {
        var random = new SplittableRandom(seed);
        long nanos = period.toNanos();
        return new Cursor() {
            private int index = -1;
            private double counted;
            private long left;
            private double inPeriod;

            @Override
            public long next() {
                while (left == 0) {
                    if (++index >= counts.length) {
                        return END;
                    }
                    double before = counted;
                    counted += counts[index];
                    left = (long) (Math.floor(counted) - Math.floor(before));
                    inPeriod = 0;
                }
                inPeriod += (1 - inPeriod) * (1 - Math.pow(random.nextDouble(), 1.0 / left));
                left--;
                return index * nanos + Math.min(nanos - 1, (long) (inPeriod * nanos));
            }
        };
    }
}
