package dev.headroom.tsdb;

import java.time.Duration;

/// The limits of a [Head].
///
/// @param series most series held at once (limit `series`, default 500 000); a sample that would start one more is
///     refused with `SERIES_LIMIT`
/// @param retention how long a sample is kept (limit `retention`, default 24 hours); applied by [Head#retain]
/// @param samplesPerChunk samples that are compressed together (limit `samplesPerChunk`, default 120, which is half an
///     hour of a 15-second scrape interval); more compress better, and cost more to read the last one
/// @param outOfOrderWindow how much older than the newest sample of the head a sample may be that is older than the
///     newest of its series (default 0: none is stored, as in Prometheus)
/// @param exemplars most exemplars kept, over all series (limit `exemplars`, default 100 000, 0 for none); the oldest
///     go first
public record HeadOptions(
        int series, Duration retention, int samplesPerChunk, Duration outOfOrderWindow, int exemplars) {

    /// The most samples a chunk may be configured to hold.
    public static final int MAX_SAMPLES_PER_CHUNK = 65_536;

    public HeadOptions {
        if (series < 1) {
            throw new IllegalArgumentException("series: expected a limit of at least 1, got " + series);
        }
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention: expected more than 0s, got " + retention);
        }
        if (samplesPerChunk < 1 || samplesPerChunk > MAX_SAMPLES_PER_CHUNK) {
            throw new IllegalArgumentException("samplesPerChunk: expected 1 to " + MAX_SAMPLES_PER_CHUNK + ", got "
                    + samplesPerChunk);
        }
        if (outOfOrderWindow.isNegative()) {
            throw new IllegalArgumentException("outOfOrderWindow: expected 0s or more, got " + outOfOrderWindow);
        }
        if (exemplars < 0) {
            throw new IllegalArgumentException("exemplars: expected a limit of at least 0, got " + exemplars);
        }
    }

    public static HeadOptions defaults() {
        return new HeadOptions(500_000, Duration.ofHours(24), 120, Duration.ZERO, 100_000);
    }

    public HeadOptions withSeries(int limit) {
        return new HeadOptions(limit, retention, samplesPerChunk, outOfOrderWindow, exemplars);
    }

    public HeadOptions withRetention(Duration kept) {
        return new HeadOptions(series, kept, samplesPerChunk, outOfOrderWindow, exemplars);
    }

    public HeadOptions withSamplesPerChunk(int samples) {
        return new HeadOptions(series, retention, samples, outOfOrderWindow, exemplars);
    }

    public HeadOptions withOutOfOrderWindow(Duration window) {
        return new HeadOptions(series, retention, samplesPerChunk, window, exemplars);
    }

    public HeadOptions withExemplars(int limit) {
        return new HeadOptions(series, retention, samplesPerChunk, outOfOrderWindow, limit);
    }
}
