package dev.headroom.drafts;

import java.time.Duration;

/// How often something is scraped, and who says so.
///
/// @param where a place, or words
/// @param assumed whether nothing says it, so that Prometheus' default is taken
public record ScrapeInterval(Duration interval, String where, boolean assumed) {

    /// What Prometheus does where nothing is written.
    public static final ScrapeInterval DEFAULT =
            new ScrapeInterval(Duration.ofMinutes(1), "Prometheus' default, none is given", true);

    public String words() {
        return DurationWords.of(interval) + " (" + where + ")";
    }
}
