package dev.headroom.loadgen;

import java.time.Duration;

/// What a load test may use at most. Whatever is held back by one of them is counted under its name.
///
/// @param timeout how long a request may take from when it is sent; then it has failed, and its time counts as a
///     latency
/// @param connections open at once, over all threads. An arrival that finds none free waits, its latency running; it
///     fails as [Outcome#NO_CONNECTION] when it has waited for `timeout`
/// @param users at once, in a closed loop
/// @param rate arrivals per second, in an open loop
/// @param threads event loops that send, one processor each
public record LoadLimits(Duration timeout, int connections, int users, double rate, int threads) {

    public static final LoadLimits DEFAULT = new LoadLimits(Duration.ofSeconds(30), 10_000, 20_000, 200_000, 1);

    public LoadLimits {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new LoadException("timeout: expected more than zero, got " + timeout);
        }
        requirePositive("connections", connections);
        requirePositive("users", users);
        requirePositive("rate", rate);
        requirePositive("threads", threads);
        if (connections < threads) {
            throw new LoadException(
                    "connections: expected at least one a thread (" + threads + "), got " + connections);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new LoadException(name + ": expected a limit above zero, got " + value);
        }
    }

    public LoadLimits withTimeout(Duration timeout) {
        return new LoadLimits(timeout, connections, users, rate, threads);
    }

    public LoadLimits withConnections(int connections) {
        return new LoadLimits(timeout, connections, users, rate, threads);
    }

    public LoadLimits withThreads(int threads) {
        return new LoadLimits(timeout, connections, users, rate, threads);
    }
}
