package dev.headroom.arrivals;

import java.time.Duration;
import java.util.SplittableRandom;

/// When requests arrive, as offsets from the start: a value, the same every time it is read. A run reads it through a
/// [Cursor] of its own.
public sealed interface Arrivals permits Arrivals.Poisson, Arrivals.Paced, Recorded, Counted {

    Duration duration();

    /// The requests per second expected around `offset`; zero outside the duration.
    double rateAt(Duration offset);

    /// The requests expected over the whole duration; exact for all but Poisson arrivals.
    double expected();

    /// A reader at the first arrival.
    Cursor cursor();

    /// The same arrivals over `factor` times the duration: gaps grow, their pattern stays.
    Arrivals stretch(double factor);

    /// `factor` times as many arrivals over the same duration. The rate keeps its bursts: each arrival is dropped or
    /// repeated where it was, none moves to a quieter time.
    ///
    /// @param seed decides which arrivals are dropped, and where repetitions fall
    Arrivals multiply(double factor, long seed);

    /// The mean rate in requests per second; zero when the duration is.
    default double meanRate() {
        return duration().isZero() ? 0 : expected() / Seconds.of(duration());
    }

    /// A position in the arrivals, for one reader.
    interface Cursor {

        /// What [#next] answers when there are no more arrivals.
        long END = -1;

        /// The next arrival in nanoseconds from the start, never before the one returned last; [#END] after the last.
        long next();
    }

    /// Independent users: gaps are exponential, their mean follows the shape.
    record Poisson(Shape shape, long seed) implements Arrivals {

        @Override
        public Duration duration() {
            return shape.duration();
        }

        @Override
        public double rateAt(Duration offset) {
            return shape.rateAt(Seconds.of(offset));
        }

        @Override
        public double expected() {
            return shape.expected();
        }

        @Override
        public Cursor cursor() {
            var random = new SplittableRandom(seed);
            double total = shape.expected();
            return new Cursor() {
                private double reached;

                @Override
                public long next() {
                    reached -= Math.log1p(-random.nextDouble());
                    return reached < total ? Seconds.toNanos(shape.timeOf(reached)) : END;
                }
            };
        }

        @Override
        public Arrivals stretch(double factor) {
            return new Poisson(shape.stretch(factor), seed);
        }

        @Override
        public Arrivals multiply(double factor, long seed) {
            return new Poisson(shape.multiply(factor), seed);
        }
    }

    /// A metronome: the n-th request starts when the shape expects n.
    record Paced(Shape shape) implements Arrivals {

        @Override
        public Duration duration() {
            return shape.duration();
        }

        @Override
        public double rateAt(Duration offset) {
            return shape.rateAt(Seconds.of(offset));
        }

        @Override
        public double expected() {
            return Math.ceil(shape.expected());
        }

        @Override
        public Cursor cursor() {
            double total = shape.expected();
            return new Cursor() {
                private long count;

                @Override
                public long next() {
                    return count < total ? Seconds.toNanos(shape.timeOf((double) count++)) : END;
                }
            };
        }

        @Override
        public Arrivals stretch(double factor) {
            return new Paced(shape.stretch(factor));
        }

        @Override
        public Arrivals multiply(double factor, long seed) {
            return new Paced(shape.multiply(factor));
        }
    }
}
