package dev.headroom.api;

import dev.headroom.model.Labels;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// `status/*`: what this server is, how it was started, and how full its storage is.
public final class StatusEndpoints {

    /// The Prometheus whose API and PromQL this program speaks; clients such as Grafana choose features by it.
    private static final String PROMETHEUS_VERSION = "3.14.0";
    private static final int TOP = 10;

    private final Queryable storage;
    private final Timeline timeline;
    private final Supplier<State> state;

    /// How the server fares.
    ///
    /// @param config the text of the running configuration, without its secrets
    /// @param reloadSucceeded whether the newest configuration could be used
    /// @param lastConfigTime when the running configuration was loaded
    /// @param retention as text
    public record State(
            String config,
            Map<String, String> flags,
            Instant startTime,
            boolean reloadSucceeded,
            Instant lastConfigTime,
            String retention) {
        public State {
            flags = Map.copyOf(flags);
        }
    }

    public StatusEndpoints(Queryable storage, Timeline timeline, Supplier<State> state) {
        this.storage = storage;
        this.timeline = timeline;
        this.state = state;
    }

    public void addTo(PrometheusApi api) {
        api.with("status/config", _ -> data(Map.of("yaml", state.get().config())))
                .with("status/flags", _ -> data(state.get().flags()))
                .with("status/buildinfo", _ -> data(Map.of(
                        "version", PROMETHEUS_VERSION,
                        "revision", "headroom",
                        "branch", "",
                        "buildUser", "",
                        "buildDate", "",
                        "goVersion", "")))
                .with("status/runtimeinfo", _ -> runtime())
                .with("status/tsdb", this::storage)
                .with("status/walreplay", _ -> data(Map.of("min", 0, "max", 0, "current", 0, "state", "done")));
    }

    /// `/-/healthy`
    public static ApiAnswer healthy() {
        return ApiAnswer.text(200, "Prometheus Server is Healthy.\n");
    }

    /// `/-/ready`
    public static ApiAnswer ready() {
        return ApiAnswer.text(200, "Prometheus Server is Ready.\n");
    }

    /// `/-/reload`, which takes POST and PUT.
    ///
    /// @param reload reads the configuration again, and says what is wrong with it; empty when nothing is
    public static ApiAnswer reloaded(ApiRequest request, Supplier<String> reload) {
        if (!request.method().equals("POST") && !request.method().equals("PUT")) {
            return ApiAnswer.methodNotAllowed("POST, PUT");
        }
        var wrong = reload.get();
        return wrong.isEmpty()
                ? ApiAnswer.text(200, "")
                : ApiAnswer.text(500, "failed to reload config: " + wrong + "\n");
    }

    /// `alertmanagers`.
    ///
    /// @param urls where alerts are posted
    public static void addAlertmanagers(PrometheusApi api, Supplier<List<String>> urls) {
        api.with("alertmanagers", _ -> data(Map.of(
                "activeAlertmanagers", urls.get().stream().map(url -> Map.of("url", url)).toList(),
                "droppedAlertmanagers", List.of())));
    }

    private static Endpoint.Data data(Object value) {
        return new Endpoint.Data(Json.text(value));
    }

    private Endpoint.Data runtime() {
        var now = state.get();
        var json = new LinkedHashMap<String, Object>();
        json.put("startTime", now.startTime().toString());
        json.put("CWD", System.getProperty("user.dir", ""));
        json.put("hostname", System.getenv().getOrDefault("HOSTNAME", ""));
        json.put("serverTime", timeline.now().toString());
        json.put("reloadConfigSuccess", now.reloadSucceeded());
        json.put("lastConfigTime", now.lastConfigTime().toString());
        json.put("corruptionCount", 0);
        json.put("goroutineCount", Thread.activeCount());
        json.put("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
        json.put("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
        json.put("GOGC", "");
        json.put("GODEBUG", "");
        json.put("storageRetention", now.retention());
        return data(json);
    }

    /// Where the cardinality is: the metrics, label names and pairs with the most series.
    private Endpoint.Data storage(Parameters parameters) {
        int limit = parameters.has("limit") ? Math.max(1, parameters.limit()) : TOP;
        var names = new HashMap<String, Long>();
        var pairs = new HashMap<String, Long>();
        var values = new HashMap<String, Map<String, Long>>();
        long series = 0;
        for (var labels : storage.series(Long.MIN_VALUE, Long.MAX_VALUE, List.of())) {
            series++;
            names.merge(labels.value(Labels.NAME), 1L, Long::sum);
            labels.forEach((name, value) -> {
                pairs.merge(name + "=" + value, 1L, Long::sum);
                values.computeIfAbsent(name, _ -> new HashMap<>()).merge(value, 1L, Long::sum);
            });
        }
        var valueCounts = new HashMap<String, Long>();
        var bytes = new HashMap<String, Long>();
        values.forEach((name, found) -> {
            valueCounts.put(name, (long) found.size());
            bytes.put(name, found.keySet().stream().mapToLong(String::length).sum());
        });
        var json = new LinkedHashMap<String, Object>();
        json.put("headStats", Map.of("numSeries", series, "numLabelPairs", pairs.size()));
        json.put("seriesCountByMetricName", top(names, limit));
        json.put("labelValueCountByLabelName", top(valueCounts, limit));
        json.put("memoryInBytesByLabelName", top(bytes, limit));
        json.put("seriesCountByLabelValuePair", top(pairs, limit));
        return data(json);
    }

    private static List<Map<String, Object>> top(Map<String, Long> counts, int limit) {
        var sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        return sorted.stream()
                .limit(limit)
                .map(entry -> Map.<String, Object>of("name", entry.getKey(), "value", entry.getValue()))
                .toList();
    }
}
