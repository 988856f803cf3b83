package dev.headroom.scrape;

import dev.headroom.exposition.HistogramReading;
import dev.headroom.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;

/// How a target is scraped: `scrape_config` without the discovery.
///
/// @param honorLabels whether labels of the page win over labels of the target
/// @param honorTimestamps whether timestamps of the page win over the start of the scrape
/// @param histograms what is made of the histograms of the page
public record ScrapeSettings(
        Duration interval,
        Duration timeout,
        boolean honorLabels,
        boolean honorTimestamps,
        List<RelabelRule> metricRelabeling,
        ScrapeLimits limits,
        HistogramReading histograms,
        Asking asking) {

    public ScrapeSettings {
        metricRelabeling = List.copyOf(metricRelabeling);
        if (!interval.isPositive() || !timeout.isPositive()) {
            throw new IllegalArgumentException("interval and timeout must be positive: " + interval + ", " + timeout);
        }
        if (timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is longer than the interval " + interval);
        }
    }

    public ScrapeSettings(
            Duration interval,
            Duration timeout,
            boolean honorLabels,
            boolean honorTimestamps,
            List<RelabelRule> metricRelabeling,
            ScrapeLimits limits) {
        this(interval, timeout, honorLabels, honorTimestamps, metricRelabeling, limits, HistogramReading.CLASSIC,
                Asking.STANDARD);
    }

    /// The same, with what relabelling may change.
    ScrapeSettings relabelled(Duration otherInterval, Duration otherTimeout, HistogramReading otherHistograms) {
        return new ScrapeSettings(otherInterval, otherTimeout, honorLabels, honorTimestamps, metricRelabeling, limits,
                otherHistograms, asking);
    }

    /// Prometheus' defaults at that interval: a timeout of ten seconds, or of the interval when that is shorter.
    public static ScrapeSettings every(Duration interval) {
        var timeout = Duration.ofSeconds(10);
        return new ScrapeSettings(
                interval,
                timeout.compareTo(interval) > 0 ? interval : timeout,
                false,
                true,
                List.of(),
                ScrapeLimits.STANDARD);
    }
}
