package dev.headroom.arrivals;

import java.time.Duration;
import java.util.List;

/// A request rate over time, from offset zero to its duration. Rates are requests per second, times are seconds.
///
/// A shape is known by its integral: how many requests are expected until an offset ([#expectedUntil]), and when that
/// many are expected ([#timeOf]). The second is what turns any sequence of arrivals at rate one into arrivals at this
/// shape (the time-rescaling theorem), so Poisson arrivals, evenly paced ones and recorded ones share one mechanism.
public sealed interface Shape {

    Duration duration();

    /// The rate at `seconds` after the start; zero outside the shape.
    double rateAt(double seconds);

    /// The requests expected from the start until `seconds`; constant before the start and after the end.
    double expectedUntil(double seconds);

    /// The offset in seconds at which `expected` requests are expected: the inverse of [#expectedUntil].
    double timeOf(double expected);

    /// The requests expected over the whole shape.
    default double expected() {
        return expectedUntil(seconds());
    }

    /// The duration in seconds.
    default double seconds() {
        return Seconds.of(duration());
    }

    /// This shape over `factor` times its duration with as many requests.
    Shape stretch(double factor);

    /// This shape with `factor` times its rate.
    Shape multiply(double factor);

    /// One rate all the time.
    static Shape constant(double rate, Duration duration) {
        return new Ramp(rate, rate, duration);
    }

    /// One rate until `at`, another from there on.
    static Shape step(double from, double to, Duration at, Duration duration) {
        return new Sequence(List.of(constant(from, at), constant(to, duration.minus(at))));
    }

    /// A base rate, interrupted by a peak from `at` for `lasting`.
    static Shape spike(double base, double peak, Duration at, Duration lasting, Duration duration) {
        return new Sequence(List.of(
                constant(base, at), constant(peak, lasting), constant(base, duration.minus(at).minus(lasting))));
    }

    /// A rate that moves in a straight line, `from` at the start, `to` at the end.
    record Ramp(double from, double to, Duration duration) implements Shape {

        public Ramp {
            requireRate(from);
            requireRate(to);
            requireDuration(duration);
        }

        private double slope() {
            return seconds() == 0 ? 0 : (to - from) / seconds();
        }

        @Override
        public double rateAt(double seconds) {
            return seconds < 0 || seconds > seconds() ? 0 : from + slope() * seconds;
        }

        @Override
        public double expectedUntil(double seconds) {
            double t = Math.clamp(seconds, 0, seconds());
            return t * (from + slope() * t / 2);
        }

        /// The root of `slope/2 · t² + from · t = expected` in the form that does not cancel when the slope is small.
        @Override
        public double timeOf(double expected) {
            if (expected <= 0) {
                return 0;
            }
            double root = Math.sqrt(Math.max(0, from * from + 2 * slope() * expected));
            return Math.min(seconds(), 2 * expected / (from + root));
        }

        @Override
        public Shape stretch(double factor) {
            return new Ramp(from / factor, to / factor, Seconds.times(duration, factor));
        }

        @Override
        public Shape multiply(double factor) {
            return new Ramp(from * factor, to * factor, duration);
        }
    }

    /// A day in miniature: `mean + amplitude · sin(2π t / period)`.
    record Sine(double mean, double amplitude, Duration period, Duration duration) implements Shape {

        public Sine {
            requireRate(mean);
            requireRate(amplitude);
            requireDuration(duration);
            if (amplitude > mean) {
                throw new IllegalArgumentException("amplitude " + amplitude + " above the mean " + mean
                        + " would make the rate negative");
            }
            if (period.isZero() || period.isNegative()) {
                throw new IllegalArgumentException("period must be positive: " + period);
            }
        }

        private double omega() {
            return 2 * Math.PI / Seconds.of(period);
        }

        @Override
        public double rateAt(double seconds) {
            return seconds < 0 || seconds > seconds() ? 0 : mean + amplitude * Math.sin(omega() * seconds);
        }

        @Override
        public double expectedUntil(double seconds) {
            double t = Math.clamp(seconds, 0, seconds());
            return mean * t + amplitude / omega() * (1 - Math.cos(omega() * t));
        }

        /// By bisection: the integral only ever grows.
        @Override
        public double timeOf(double expected) {
            double low = 0;
            double high = seconds();
            for (int i = 0; i < 60; i++) {
                double middle = (low + high) / 2;
                if (expectedUntil(middle) < expected) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }

        @Override
        public Shape stretch(double factor) {
            return new Sine(
                    mean / factor,
                    amplitude / factor,
                    Seconds.times(period, factor),
                    Seconds.times(duration, factor));
        }

        @Override
        public Shape multiply(double factor) {
            return new Sine(mean * factor, amplitude * factor, period, duration);
        }
    }

    /// Shapes one after the other.
    record Sequence(List<Shape> parts) implements Shape {

        public Sequence {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a sequence of shapes needs at least one");
            }
        }

        @Override
        public Duration duration() {
            return parts.stream().map(Shape::duration).reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public double rateAt(double seconds) {
            double start = 0;
            for (var part : parts) {
                if (seconds < start + part.seconds()) {
                    return part.rateAt(seconds - start);
                }
                start += part.seconds();
            }
            return parts.getLast().rateAt(seconds - start + parts.getLast().seconds());
        }

        @Override
        public double expectedUntil(double seconds) {
            double start = 0;
            double sum = 0;
            for (var part : parts) {
                sum += part.expectedUntil(seconds - start);
                start += part.seconds();
            }
            return sum;
        }

        @Override
        public double timeOf(double expected) {
            double start = 0;
            double rest = expected;
            for (var part : parts) {
                double here = part.expected();
                if (rest <= here && here > 0) {
                    return start + part.timeOf(rest);
                }
                rest -= here;
                start += part.seconds();
            }
            return start;
        }

        @Override
        public Shape stretch(double factor) {
            return new Sequence(
                    parts.stream().map(part -> part.stretch(factor)).toList());
        }

        @Override
        public Shape multiply(double factor) {
            return new Sequence(
                    parts.stream().map(part -> part.multiply(factor)).toList());
        }
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a rate must be zero or more and finite: " + rate);
        }
    }

    private static void requireDuration(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a duration must not be negative: " + duration);
        }
    }
}
