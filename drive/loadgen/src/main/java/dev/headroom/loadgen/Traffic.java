package dev.headroom.loadgen;

import dev.headroom.arrivals.Arrivals;
import java.time.Duration;
import java.util.Locale;

/// Who decides when the next request is sent.
public sealed interface Traffic {

    Duration duration();

    /// How many users send at most; zero when there are none to count.
    int users();

    void requireWithin(LoadLimits limits);

    /// The clock decides: requests are sent when they are due, whether earlier ones have been answered or not. So do
    /// independent users, and so latencies show what they would wait (no coordinated omission).
    record Open(Arrivals arrivals) implements Traffic {

        /// How finely a rate is looked at when it is compared with its limit.
        private static final int STEPS = 1000;

        @Override
        public Duration duration() {
            return arrivals.duration();
        }

        @Override
        public int users() {
            return 0;
        }

        @Override
        public void requireWithin(LoadLimits limits) {
            for (int i = 0; i <= STEPS; i++) {
                double rate = arrivals.rateAt(duration().multipliedBy(i).dividedBy(STEPS));
                if (rate > limits.rate()) {
                    throw new LoadException(String.format(
                            Locale.ROOT,
                            "rate: expected at most %.0f a second (limit rate), got %.0f",
                            limits.rate(),
                            rate));
                }
            }
        }
    }

    /// The server decides: each user waits for the answer, thinks, and sends again. A slow server gets less load.
    ///
    /// @param spawnRate users that start per second
    record Closed(int users, double spawnRate, ThinkTime thinkTime, Duration duration) implements Traffic {

        public Closed {
            if (users < 1) {
                throw new LoadException("users: expected 1 or more, got " + users);
            }
            if (!(spawnRate > 0)) {
                throw new LoadException("spawn-rate: expected more than 0 users a second, got " + spawnRate);
            }
            if (duration.isNegative() || duration.isZero()) {
                throw new LoadException("duration: expected more than zero, got " + duration);
            }
        }

        /// Users that all start at once and never think: as much load as the server takes.
        public static Closed flatOut(int users, Duration duration) {
            return new Closed(users, Double.POSITIVE_INFINITY, ThinkTime.NONE, duration);
        }

        @Override
        public void requireWithin(LoadLimits limits) {
            if (users > limits.users()) {
                throw new LoadException("users: expected at most " + limits.users() + " (limit users), got " + users);
            }
            if (users > limits.connections()) {
                throw new LoadException("users: expected at most one a connection, " + limits.connections()
                        + " (limit connections), got " + users);
            }
        }
    }
}
