package dev.headroom.demo;

import dev.headroom.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a demo runs.
///
/// @param server how the server of the demo runs; its folder gets the logs of the replicas
/// @param manifests files or folders to apply: one autoscaler, and a Service in front of what it scales
/// @param duration of the traffic
/// @param trace recorded traffic to replay instead of the announced programme over the shipped recording
/// @param rates the lowest and the highest rate of the traffic
/// @param request what each request asks for
/// @param expected what the run is held against besides its objective
public record DemoOptions(
        ServerConfig server,
        List<Path> manifests,
        Duration duration,
        Optional<Path> trace,
        Rates rates,
        PredictWork request,
        Expected expected) {

    /// The shortest run whose phases have room for an adaptation (limit `duration`).
    public static final Duration MIN_DURATION = Duration.ofSeconds(20);

    /// The longest run: its report reads everything at once (limit `duration`).
    public static final Duration MAX_DURATION = Duration.ofHours(24);

    /// Requests per second.
    public record Rates(double base, double peak) {
        public Rates {
            if (!(base > 0 && peak > base)) {
                throw new IllegalArgumentException("rates: expected 0 < base < peak, got " + base + " and " + peak);
            }
        }
    }

    /// @param peakReplicas so many must have been ready at once
    /// @param decision the longest time from a jump in load to the decision to add replicas
    /// @param saving share of the fixed fleet of the maximum that was not needed on average
    /// @param errorShare of all requests that may fail
    /// @param readyTimeout how long the first replicas may take
    public record Expected(
            int peakReplicas, Duration decision, double saving, double errorShare, Duration readyTimeout) {}

    public DemoOptions {
        manifests = List.copyOf(manifests);
        if (duration.compareTo(MIN_DURATION) < 0 || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException("duration: expected " + MIN_DURATION.toSeconds() + "s to "
                    + MAX_DURATION.toHours() + "h (limit duration), got " + duration.toSeconds() + "s");
        }
    }
}
