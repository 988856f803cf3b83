package dev.headroom.arrivals;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Arrivals that were recorded one by one, or made from such a recording.
public final class Recorded implements Arrivals {

    /// The most arrivals one recording may hold (8 bytes each).
    public static final int MAX_ARRIVALS = 20_000_000;

    /// The span over which [#rateAt] averages, in seconds.
    private static final double RATE_SPAN = 10;

    /// Nanoseconds from the start, ascending.
    private final long[] offsets;

    private final Duration duration;

    private Recorded(long[] offsets, Duration duration) {
        this.offsets = offsets;
        this.duration = duration;
    }

    /// Arrivals at `offsets` nanoseconds from the start, ascending, none beyond `duration`.
    public static Recorded of(long[] offsets, Duration duration) {
        requireCount(offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] < (i == 0 ? 0 : offsets[i - 1]) || offsets[i] > duration.toNanos()) {
                throw new IllegalArgumentException("arrival " + i + " at " + offsets[i]
                        + " ns: expected ascending offsets between 0 and " + duration);
            }
        }
        return new Recorded(offsets.clone(), duration);
    }

    @Override
    public Duration duration() {
        return duration;
    }

    public int size() {
        return offsets.length;
    }

    /// The offset of one arrival in nanoseconds.
    public long offset(int index) {
        return offsets[index];
    }

    @Override
    public double expected() {
        return offsets.length;
    }

    /// The mean rate over the ten seconds around `offset`.
    @Override
    public double rateAt(Duration offset) {
        double at = Seconds.of(offset);
        double end = Seconds.of(duration);
        if (at < 0 || at > end) {
            return 0;
        }
        double from = Math.max(0, at - RATE_SPAN / 2);
        double to = Math.min(end, at + RATE_SPAN / 2);
        return to > from ? (countBefore(Seconds.toNanos(to)) - countBefore(Seconds.toNanos(from))) / (to - from) : 0;
    }

    private int countBefore(long nanos) {
        int low = 0;
        int high = offsets.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[middle] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public Cursor cursor() {
        return new Cursor() {
            private int index;

            @Override
            public long next() {
                return index < offsets.length ? offsets[index++] : END;
            }
        };
    }

    /// The arrivals from `from` for `length`, as a recording of its own that starts at zero.
    public Recorded window(Duration from, Duration length) {
        int first = countBefore(from.toNanos());
        int last = countBefore(from.plus(length).toNanos());
        var kept = Arrays.copyOfRange(offsets, first, last);
        for (int i = 0; i < kept.length; i++) {
            kept[i] -= from.toNanos();
        }
        return new Recorded(kept, length);
    }

    @Override
    public Recorded stretch(double factor) {
        var stretched = new long[offsets.length];
        for (int i = 0; i < stretched.length; i++) {
            stretched[i] = Math.round(offsets[i] * factor);
        }
        return new Recorded(stretched, Seconds.times(duration, factor));
    }

    /// Each arrival becomes `factor` of them on average: the first where it was, the others anywhere in the gap until
    /// the next recorded one.
    @Override
    public Recorded multiply(double factor, long seed) {
        requireCount(factor * offsets.length * 1.1);
        var random = new SplittableRandom(seed);
        var copies = new long[offsets.length];
        int total = 0;
        for (int i = 0; i < copies.length; i++) {
            copies[i] = (long) factor + (random.nextDouble() < factor - (long) factor ? 1 : 0);
            total += Math.toIntExact(copies[i]);
        }
        var multiplied = new long[total];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            long gap = (i + 1 < offsets.length ? offsets[i + 1] : duration.toNanos()) - offsets[i];
            int start = at;
            for (int copy = 0; copy < copies[i]; copy++) {
                multiplied[at++] = offsets[i] + (copy == 0 ? 0 : random.nextLong(gap + 1));
            }
            Arrays.sort(multiplied, start, at);
        }
        return new Recorded(multiplied, duration);
    }

    /* Warping.
       Assumption: what a recording tells beyond its rate is the pattern of its gaps over short times.
       1. Cut the recording into windows and give each as much "operational time" as it holds arrivals. In operational
          time the rate is one in every window; the gaps inside a window keep their proportions.
       2. An arrival at operational time u happens when the shape expects u requests: shape.timeOf(u).
       3. When the shape expects more than the recording holds, the recording starts again.
       Invariant: each window contributes exactly its arrivals, so the warped rate follows the shape to within one
       window's arrivals. Source: the time-rescaling theorem (Brown et al., Neural Computation 14, 2002). */

    /// These arrivals, squeezed and spread so that their rate follows `shape`: the gaps stay as bursty as they were,
    /// slow drifts of the recording (slower than `window`) go.
    public Recorded warp(Shape shape, Duration window) {
        if (offsets.length == 0) {
            throw new IllegalArgumentException("a recording without arrivals cannot follow a shape");
        }
        requireCount(shape.expected());
        var operational = operationalTimes(window.toNanos());
        double total = shape.expected();
        var warped = new long[(int) Math.ceil(total)];
        int at = 0;
        for (int i = 0; at < warped.length; i++) {
            int lap = i / operational.length;
            double due = (double) lap * operational.length + operational[i % operational.length];
            if (due >= total) {
                break;
            }
            warped[at++] = Math.min(Seconds.toNanos(shape.timeOf(due)), shape.duration().toNanos());
        }
        return new Recorded(Arrays.copyOf(warped, at), shape.duration());
    }

    private double[] operationalTimes(long window) {
        var operational = new double[offsets.length];
        int first = 0;
        while (first < offsets.length) {
            long start = offsets[first] / window * window;
            long end = Math.min(start + window, Math.max(duration.toNanos(), start + 1));
            int last = first;
            while (last < offsets.length && offsets[last] < start + window) {
                last++;
            }
            for (int i = first; i < last; i++) {
                operational[i] = first + (last - first) * Math.min(1, (double) (offsets[i] - start) / (end - start));
            }
            first = last;
        }
        return operational;
    }

    private static void requireCount(double count) {
        if (count > MAX_ARRIVALS) {
            throw new IllegalArgumentException(
                    "%.0f arrivals: at most MAX_ARRIVALS=%d fit one recording".formatted(count, MAX_ARRIVALS));
        }
    }
}
