package dev.headroom.config;

import dev.headroom.model.LabelNaming;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The section `global`: what scrape jobs and rules have when they say nothing themselves.
///
/// @param naming `metric_name_validation_scheme`
/// @param externalLabels what is added to everything that leaves this program; values may be empty
/// @param escaping `metric_name_escaping_scheme` as written, empty when it is not; looked at when a job inherits it
/// @param scrapeProtocols if written
public record GlobalConfig(
        Duration scrapeInterval,
        Duration scrapeTimeout,
        Duration evaluationInterval,
        Duration ruleQueryOffset,
        Map<String, String> externalLabels,
        LabelNaming naming,
        String escaping,
        List<ScrapeProtocol> scrapeProtocols,
        Histograms histograms,
        LimitsConfig limits,
        String queryLogFile) {

    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public GlobalConfig {
        scrapeProtocols = List.copyOf(scrapeProtocols);
        externalLabels = Collections.unmodifiableMap(new TreeMap<>(externalLabels));
    }

    /// Which histograms are scraped, and how.
    public record Histograms(boolean scrapeNative, boolean alwaysClassic, boolean convertClassic) {}
}
