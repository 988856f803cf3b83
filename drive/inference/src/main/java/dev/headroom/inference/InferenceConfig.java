package dev.headroom.inference;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// How one replica of the service runs.
///
/// @param host address to listen on (`POD_IP`, default 127.0.0.1)
/// @param port port to listen on (`PORT`, default 8000; 0 takes a free one)
/// @param maxConcurrency predictions handed to the model threads at once (`PREDICT_MAX_CONCURRENCY`, default 16)
/// @param queueLimit predictions that wait behind these; beyond it the answer is 429 (`PREDICT_QUEUE_LIMIT`, default
///     64)
/// @param modelThreads threads that run the model (`UVICORN_WORKERS`, default 2)
/// @param readinessChecksModel whether it listens only when the model is warm (`READINESS_CHECK_MODEL`, default 0)
/// @param logLevel which log lines are written (`LOG_LEVEL`, default info)
/// @param stopGrace how long a stop waits for running predictions (`STOP_GRACE_SECONDS`, default 8): less than the
///                  `terminationGracePeriodSeconds` of the pod
public record InferenceConfig(
        String host,
        int port,
        int maxConcurrency,
        int queueLimit,
        int modelThreads,
        boolean readinessChecksModel,
        LogLevel logLevel,
        Duration stopGrace) {

    /// Which log lines a replica writes.
    public enum LogLevel {
        /// Every request and every prediction.
        DEBUG,
        /// Life of the replica, failures, and one request and one prediction per second at most.
        INFO,
        /// Failures only.
        ERROR
    }

    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONCURRENCY = 1024;
    private static final int MAX_QUEUE = 100_000;
    private static final int MAX_THREADS = 64;
    private static final int MAX_GRACE_SECONDS = 3600;

    /// Reads the environment of a replica; empty variables count as absent.
    ///
    /// @throws IllegalArgumentException with one line for the user when a variable has a value it cannot have
    public static InferenceConfig fromEnvironment(Map<String, String> environment) {
        var variables = new Variables(environment);
        return new InferenceConfig(
                variables.text("POD_IP", "127.0.0.1"),
                variables.integer("PORT", 8000, 0, MAX_PORT),
                variables.integer("PREDICT_MAX_CONCURRENCY", 16, 1, MAX_CONCURRENCY),
                variables.integer("PREDICT_QUEUE_LIMIT", 64, 0, MAX_QUEUE),
                variables.integer("UVICORN_WORKERS", 2, 1, MAX_THREADS),
                variables.flag("READINESS_CHECK_MODEL"),
                variables.logLevel("LOG_LEVEL"),
                Duration.ofSeconds(variables.integer("STOP_GRACE_SECONDS", 8, 0, MAX_GRACE_SECONDS)));
    }

    private record Variables(Map<String, String> environment) {

        String text(String name, String fallback) {
            var value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? fallback : value;
        }

        int integer(String name, int fallback, int min, int max) {
            var value = text(name, Integer.toString(fallback));
            try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // The same error as for a number out of range.
            }
            throw wrong(name, "an integer from " + min + " to " + max, value);
        }

        boolean flag(String name) {
            var value = text(name, "0");
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "1", "true", "yes", "on" -> true;
                case "0", "false", "no", "off" -> false;
                default -> throw wrong(name, "1 or 0", value);
            };
        }

        LogLevel logLevel(String name) {
            var value = text(name, "info");
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "debug" -> LogLevel.DEBUG;
                case "info" -> LogLevel.INFO;
                // Names that Python's logging has, too.
                case "warning", "warn", "error", "critical" -> LogLevel.ERROR;
                default -> throw wrong(name, "debug, info or error", value);
            };
        }

        private static IllegalArgumentException wrong(String name, String expected, String got) {
            return new IllegalArgumentException("environment: " + name + ": expected " + expected + ", got \""
                    + ErrorText.shortened(got) + "\"; correct or unset " + name);
        }
    }
}
