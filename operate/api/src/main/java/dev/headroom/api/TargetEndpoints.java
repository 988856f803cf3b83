package dev.headroom.api;

import dev.headroom.model.Matcher;
import dev.headroom.model.PrometheusDuration;
import dev.headroom.promql.Parser;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.PageReader.MetricMetadata;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.TargetHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// `targets`, `targets/metadata`, `scrape_pools` and `metadata`: what is scraped, and what the pages say.
public final class TargetEndpoints {

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final ScrapePool pool;

    public TargetEndpoints(ScrapePool pool) {
        this.pool = pool;
    }

    public void addTo(PrometheusApi api) {
        api.with("targets", this::targets)
                .with("targets/metadata", this::targetMetadata)
                .with("scrape_pools", this::scrapePools)
                .with("metadata", this::metadata);
    }

    private Endpoint.Data targets(Parameters parameters) {
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
        return new Endpoint.Data(Json.text(answer));
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
        json.put("scrapeInterval", PrometheusDuration.print(target.interval()));
        json.put("scrapeTimeout", PrometheusDuration.print(target.timeout()));
        return json;
    }

    private static Map<String, Object> json(Discovery.Dropped target) {
        return Map.of(
                "discoveredLabels", target.discoveredLabels().asMap(),
                "scrapePool", target.pool(),
                "reason", target.reason());
    }

    /// The jobs that are scraped, or would be if anything was found.
    private Endpoint.Data scrapePools(Parameters parameters) {
        var pools = new TreeSet<>(pool.names());
        pool.active().forEach(target -> pools.add(target.pool()));
        pool.dropped().forEach(target -> pools.add(target.pool()));
        return new Endpoint.Data(Json.text(Map.of("scrapePools", pools)));
    }

    private Endpoint.Data metadata(Parameters parameters) {
        int limit = parameters.whole("limit", -1);
        int perMetric = parameters.whole("limit_per_metric", -1);
        var only = parameters.text("metric");
        var metrics = new TreeMap<String, Set<Map<String, String>>>();
        for (var target : pool.described()) {
            for (var said : target.metadata()) {
                if (only.isEmpty() || said.metric().equals(only)) {
                    var entries = metrics.computeIfAbsent(said.metric(), _ -> new LinkedHashSet<>());
                    if (perMetric <= 0 || entries.size() < perMetric) {
                        entries.add(json(said));
                    }
                }
            }
        }
        var shown = new LinkedHashMap<String, Set<Map<String, String>>>();
        metrics.forEach((metric, entries) -> {
            if (limit < 0 || shown.size() < limit) {
                shown.put(metric, entries);
            }
        });
        return new Endpoint.Data(Json.text(shown));
    }

    private static Map<String, String> json(MetricMetadata said) {
        var entry = new LinkedHashMap<String, String>();
        entry.put("type", said.type());
        entry.put("help", said.help());
        entry.put("unit", said.unit());
        return entry;
    }

    private Endpoint.Data targetMetadata(Parameters parameters) {
        int limit = parameters.whole("limit", -1);
        var only = parameters.text("metric");
        var match = parameters.has("match_target")
                ? Parser.selector(parameters.text("match_target"))
                : List.<Matcher>of();
        var all = new ArrayList<Map<String, Object>>();
        for (var target : pool.described()) {
            if (!match.stream().allMatch(matcher -> matcher.matches(target.labels()))) {
                continue;
            }
            for (var said : target.metadata()) {
                boolean wanted = only.isEmpty() || said.metric().equals(only);
                if (wanted && (limit < 0 || all.size() < limit)) {
                    var entry = new LinkedHashMap<String, Object>();
                    entry.put("target", target.labels().asMap());
                    if (only.isEmpty()) {
                        entry.put("metric", said.metric());
                    }
                    entry.putAll(json(said));
                    all.add(entry);
                }
            }
        }
        return new Endpoint.Data(Json.text(all));
    }
}
