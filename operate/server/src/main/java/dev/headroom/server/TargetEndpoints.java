package dev.headroom.server;

import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.PageReader.MetricMetadata;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// `/api/v1/targets`, `/metadata` and `/status/buildinfo`: what is scraped, and by whom.
final class TargetEndpoints {

    /// The Prometheus whose API and PromQL this program speaks; clients such as Grafana choose features by it.
    private static final String PROMETHEUS_VERSION = "3.14.0";

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final ScrapePool pool;

    TargetEndpoints(ScrapePool pool) {
        this.pool = pool;
    }

    void addTo(PrometheusApi api) {
        api.with("targets", this::targets)
                .with("metadata", this::metadata)
                .with("status/buildinfo", _ -> new PrometheusApi.Data(Json.text(Map.of(
                        "version", PROMETHEUS_VERSION,
                        "revision", "headroom",
                        "branch", "",
                        "buildUser", "",
                        "buildDate", "",
                        "goVersion", ""))));
    }

    private PrometheusApi.Data targets(ApiParameters parameters) {
        var state = parameters.text("state").toLowerCase(Locale.ROOT);
        var only = parameters.text("scrapePool");
        var answer = new LinkedHashMap<String, Object>();
        boolean active = !state.equals("dropped");
        boolean dropped = !state.equals("active");
        answer.put("activeTargets", active
                ? pool.active().stream()
                        .filter(target -> only.isEmpty() || target.pool().equals(only))
                        .map(TargetEndpoints::json)
                        .toList()
                : List.of());
        var left = pool.dropped().stream()
                .filter(target -> only.isEmpty() || target.pool().equals(only))
                .toList();
        answer.put("droppedTargets", dropped ? left.stream().map(TargetEndpoints::json).toList() : List.of());
        var counts = new TreeMap<String, Integer>();
        left.forEach(target -> counts.merge(target.pool(), 1, Integer::sum));
        answer.put("droppedTargetCounts", counts);
        return new PrometheusApi.Data(Json.text(answer));
    }

    private static Map<String, Object> json(TargetHealth target) {
        var json = new LinkedHashMap<String, Object>();
        json.put("discoveredLabels", target.discoveredLabels().asMap());
        json.put("labels", target.labels().asMap());
        json.put("scrapePool", target.pool());
        json.put("scrapeUrl", target.scrapeUrl());
        json.put("globalUrl", target.scrapeUrl());
        json.put("lastError", target.lastError());
        json.put("lastScrape", target.lastScrape().orElse(NEVER).toString());
        json.put("lastScrapeDuration", target.lastScrapeDuration().toNanos() / 1e9);
        json.put("health", target.health().name().toLowerCase(Locale.ROOT));
        json.put("scrapeInterval", words(target.interval()));
        json.put("scrapeTimeout", words(target.timeout()));
        return json;
    }

    private static Map<String, Object> json(Discovery.Dropped target) {
        return Map.of(
                "discoveredLabels", target.discoveredLabels().asMap(),
                "scrapePool", target.pool(),
                "reason", target.reason());
    }

    /// Prometheus' text of a duration, largest units first: `1m30s`, `500ms`.
    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        long[] sizes = {86_400_000, 3_600_000, 60_000, 1000, 1};
        String[] units = {"d", "h", "m", "s", "ms"};
        for (int i = 0; i < sizes.length; i++) {
            if (millis >= sizes[i]) {
                text.append(millis / sizes[i]).append(units[i]);
                millis %= sizes[i];
            }
        }
        return text.toString();
    }

    private PrometheusApi.Data metadata(ApiParameters parameters) {
        int limit = parameters.limit();
        var only = parameters.text("metric");
        var metrics = new TreeMap<String, List<Map<String, String>>>();
        for (MetricMetadata said : pool.metadata()) {
            if (only.isEmpty() || said.metric().equals(only)) {
                var entry = new LinkedHashMap<String, String>();
                entry.put("type", said.type());
                entry.put("help", said.help());
                entry.put("unit", said.unit());
                var entries = metrics.computeIfAbsent(said.metric(), _ -> new ArrayList<>());
                if (!entries.contains(entry) && (limit == 0 || metrics.size() <= limit)) {
                    entries.add(entry);
                }
            }
        }
        metrics.values().removeIf(List::isEmpty);
        return new PrometheusApi.Data(Json.text(metrics));
    }
}
