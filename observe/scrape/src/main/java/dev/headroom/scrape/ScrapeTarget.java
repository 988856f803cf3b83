package dev.headroom.scrape;

import dev.headroom.model.Labels;

/// One page to scrape.
///
/// @param pool the scrape job it came from, as Prometheus names it (`serviceMonitor/default/inference/0`)
/// @param url what is fetched
/// @param labels what its samples carry, `job` and `instance` among them
/// @param discoveredLabels what discovery knew before relabelling
public record ScrapeTarget(String pool, String url, Labels labels, Labels discoveredLabels, ScrapeSettings settings) {

    /// What makes a target the same after a new discovery; what was discovered on the way may change.
    record Identity(String pool, String url, Labels labels, ScrapeSettings settings) {}

    Identity identity() {
        return new Identity(pool, url, labels, settings);
    }
}
