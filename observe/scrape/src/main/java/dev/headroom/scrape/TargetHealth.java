package dev.headroom.scrape;

import dev.headroom.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How one target fares: an entry of `activeTargets` in `/api/v1/targets`.
///
/// @param lastScrape when the last scrape that has ended began; empty before the first
/// @param samples of the last scrape, before relabelling
/// @param refused samples of the last scrape that the storage did not take
public record TargetHealth(
        String pool,
        String scrapeUrl,
        Labels labels,
        Labels discoveredLabels,
        Health health,
        String lastError,
        Optional<Instant> lastScrape,
        Duration lastScrapeDuration,
        Duration interval,
        Duration timeout,
        int samples,
        Refused refused) {

    /// The words of Prometheus' API, in lower case there.
    public enum Health {
        /// Not scraped yet.
        UNKNOWN,
        UP,
        DOWN
    }

    /// Samples that were on a page and not stored, by reason.
    public record Refused(int duplicate, int outOfOrder, int tooOld, int seriesLimit) {
        public static final Refused NONE = new Refused(0, 0, 0, 0);

        public int total() {
            return duplicate + outOfOrder + tooOld + seriesLimit;
        }
    }
}
