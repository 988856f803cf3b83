package dev.headroom.remotewrite;

import dev.headroom.config.RemoteWriteConfig.Queue;
import java.time.Duration;

/// How many shards a queue needs: as many as send at the rate at which samples come, and a twentieth of the backlog
/// a second more.
///
/// Source: the resharding of Prometheus (`storage/remote/queue_manager.go`, docs "Remote write tuning"): the time a
/// sample takes to be sent, averaged, times the samples to be sent a second. A change of less than three tenths is
/// none, and nothing is taken away while the newest sample is more than ten seconds behind.
final class ShardCount {

    /// How often it is asked again.
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final double TOLERANCE = 0.3;
    private static final double CATCH_UP = 0.05;
    private static final double BEHIND_SECONDS = 10;

    private final Rate in = new Rate();
    private final Rate out = new Rate();
    private final Rate dropped = new Rate();
    private final Rate sending = new Rate();
    private double desired;

    /// Samples were read from the log.
    void read(int samples) {
        in.add(samples);
    }

    /// Samples were read that are not to be sent.
    void dropped(int samples) {
        dropped.add(samples);
    }

    /// A request ended.
    void sent(int samples, Duration took) {
        out.add(samples);
        sending.add(took.toNanos() / 1e9);
    }

    /// What would be needed, whatever the limits.
    double desired() {
        return desired;
    }

    /// Ends an interval.
    ///
    /// @param behindSeconds how much older the newest sample is that was sent than the newest that is stored
    int next(int shards, double behindSeconds, Queue limits) {
        double seconds = INTERVAL.toSeconds();
        in.tick(seconds);
        out.tick(seconds);
        dropped.tick(seconds);
        sending.tick(seconds);
        if (out.perSecond() <= 0) {
            return shards;
        }
        double kept = out.perSecond() / (dropped.perSecond() + out.perSecond());
        double wanted = in.perSecond() * kept;
        double secondsPerSample = sending.perSecond() / out.perSecond();
        desired = Math.ceil(secondsPerSample * (wanted + CATCH_UP * Math.max(0, behindSeconds) * wanted));
        boolean near = desired >= shards * (1 - TOLERANCE) && desired <= shards * (1 + TOLERANCE);
        boolean tooEarly = desired < shards && behindSeconds > BEHIND_SECONDS;
        return near || tooEarly
                ? shards
                : (int) Math.max(limits.minShards(), Math.min(limits.maxShards(), (long) desired));
    }
}
