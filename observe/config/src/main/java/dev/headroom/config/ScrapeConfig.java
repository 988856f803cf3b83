package dev.headroom.config;

import dev.headroom.model.LabelNaming;
import dev.headroom.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One job of `scrape_configs`, with what it inherits from `global` filled in.
///
/// @param fallbackProtocol how a page is read whose type is missing or unknown
/// @param discoveries where its targets come from, in the order of [SdConfig]s in the file
public record ScrapeConfig(
        String jobName,
        Timing timing,
        Page page,
        Honored honored,
        Names names,
        List<ScrapeProtocol> protocols,
        Optional<ScrapeProtocol> fallbackProtocol,
        GlobalConfig.Histograms histograms,
        HistogramLimits histogramLimits,
        LimitsConfig limits,
        HttpClientConfig http,
        List<SdConfig> discoveries,
        List<RelabelRule> relabeling,
        List<RelabelRule> metricRelabeling) {

    /// When it is scraped.
    public record Timing(Duration interval, Duration timeout) {}

    /// Where the page is.
    public record Page(String scheme, String path, Map<String, List<String>> params, boolean compression) {
        public Page {
            params = Map.copyOf(params);
        }
    }

    /// Whether labels and timestamps of the page win, and whether series with timestamps of their own go stale.
    public record Honored(boolean labels, boolean timestamps, boolean trackStaleness) {}

    /// What names are valid, and how others are asked for.
    public record Names(LabelNaming naming, NameEscaping escaping) {}

    /// How much a native histogram may say; zeros leave it open.
    ///
    /// @param buckets `native_histogram_bucket_limit`, unsigned
    /// @param minBucketFactor `native_histogram_min_bucket_factor`
    public record HistogramLimits(long buckets, double minBucketFactor) {}

    public ScrapeConfig {
        protocols = List.copyOf(protocols);
        discoveries = List.copyOf(discoveries);
        relabeling = List.copyOf(relabeling);
        metricRelabeling = List.copyOf(metricRelabeling);
    }

    /// The targets written out in the file.
    public List<SdConfig.Group> staticGroups() {
        return discoveries.stream()
                .flatMap(discovery -> discovery instanceof SdConfig.Static written
                        ? written.groups().stream()
                        : Stream.empty())
                .toList();
    }
}
