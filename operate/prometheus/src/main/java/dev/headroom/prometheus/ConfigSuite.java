package dev.headroom.prometheus;

import dev.headroom.config.AlertingConfig;
import dev.headroom.config.GlobalConfig;
import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.LimitsConfig;
import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.RemoteWriteConfig;
import dev.headroom.config.ScrapeConfig;
import dev.headroom.config.ScrapeProtocol;
import dev.headroom.config.SdConfig;
import dev.headroom.config.StorageConfig;
import dev.headroom.manifests.ManifestException;
import dev.headroom.recording.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Configurations as Prometheus loads them: what they come to with defaults filled in, or that they are refused.
final class ConfigSuite implements Suite {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "prometheus-config";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var text = line.path("config").asString("");
        var differences = new ArrayList<String>();
        PrometheusConfig config;
        try {
            config = PrometheusConfig.parse("config", text, _ -> "");
        } catch (ManifestException refused) {
            return line.path("ok").asBoolean()
                    ? List.of(text + ": expected a configuration, got " + refused.getMessage())
                    : List.of();
        }
        if (!line.path("ok").asBoolean()) {
            return List.of(text + ": expected an error (" + line.path("error").asString("") + "), got none");
        }
        compare("effective", line.path("effective"), effective(config), differences);
        return differences.isEmpty() ? List.of() : List.of(text + ": " + String.join("; ", differences));
    }

    private static void compare(String path, JsonNode expected, JsonNode got, List<String> differences) {
        if (expected.isObject() && got.isObject()) {
            var keys = new TreeMap<String, Boolean>();
            expected.propertyNames().forEach(key -> keys.put(key, true));
            got.propertyNames().forEach(key -> keys.put(key, true));
            keys.keySet().forEach(key -> compare(path + "." + key, expected.path(key), got.path(key), differences));
        } else if (expected.isArray() && got.isArray() && expected.size() == got.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), got.get(i), differences);
            }
        } else if (!expected.toString().equals(got.toString())) {
            differences.add(path + ": expected " + expected + ", got " + got);
        }
    }

    private static JsonNode effective(PrometheusConfig config) {
        var root = JSON.createObjectNode();
        root.set("global", global(config.global()));
        root.set("scrape_configs", JSON.valueToTree(config.scrapeConfigs().stream().map(ConfigSuite::job).toList()));
        root.set("alerting", alerting(config.alerting()));
        root.set("rule_files", JSON.valueToTree(config.ruleFiles()));
        root.set("scrape_config_files", JSON.valueToTree(config.scrapeConfigFiles()));
        root.set("storage", storage(config.storage()));
        root.set("remote_write", JSON.valueToTree(
                config.remoteWrite().stream().map(ConfigSuite::remoteWrite).toList()));
        return root;
    }

    private static ObjectNode global(GlobalConfig global) {
        var json = JSON.createObjectNode()
                .put("scrape_interval_ms", global.scrapeInterval().toMillis())
                .put("scrape_timeout_ms", global.scrapeTimeout().toMillis())
                .put("evaluation_interval_ms", global.evaluationInterval().toMillis())
                .put("rule_query_offset_ms", global.ruleQueryOffset().toMillis())
                .put("metric_name_validation_scheme", global.naming().name().toLowerCase(Locale.ROOT))
                .put("query_log_file", global.queryLogFile());
        json.set("external_labels", JSON.valueToTree(global.externalLabels()));
        return limits(json, global.limits());
    }

    private static ObjectNode limits(ObjectNode json, LimitsConfig limits) {
        return json.put("sample_limit", limits.samples())
                .put("target_limit", limits.targets())
                .put("label_limit", limits.labels())
                .put("label_name_length_limit", limits.labelNameLength())
                .put("label_value_length_limit", limits.labelValueLength())
                .put("keep_dropped_targets", limits.keepDroppedTargets())
                .put("body_size_limit", limits.bodySize());
    }

    private static ObjectNode job(ScrapeConfig job) {
        var json = JSON.createObjectNode()
                .put("job_name", job.jobName())
                .put("scrape_interval_ms", job.timing().interval().toMillis())
                .put("scrape_timeout_ms", job.timing().timeout().toMillis())
                .put("metrics_path", job.page().path())
                .put("scheme", job.page().scheme())
                .put("honor_labels", job.honored().labels())
                .put("honor_timestamps", job.honored().timestamps())
                .put("track_timestamps_staleness", job.honored().trackStaleness())
                .put("enable_compression", job.page().compression())
                .put("fallback_scrape_protocol", job.fallbackProtocol().map(ScrapeProtocol::word).orElse(""))
                .put("metric_name_validation_scheme", job.names().naming().name().toLowerCase(Locale.ROOT))
                .put("metric_name_escaping_scheme", job.names().escaping().word())
                .put("scrape_native_histograms", job.histograms().scrapeNative())
                .put("always_scrape_classic_histograms", job.histograms().alwaysClassic())
                .put("convert_classic_histograms_to_nhcb", job.histograms().convertClassic())
                .put("relabel_configs", job.relabeling().size())
                .put("metric_relabel_configs", job.metricRelabeling().size())
                .put("auth", auth(job.http().credentials()))
                .put("follow_redirects", job.http().followRedirects())
                .put("enable_http2", job.http().enableHttp2());
        json.set("params", JSON.valueToTree(job.page().params()));
        json.set("scrape_protocols", JSON.valueToTree(job.protocols().stream().map(ScrapeProtocol::word).toList()));
        json.set("static_configs", groups(job.staticGroups()));
        return limits(json, job.limits());
    }

    private static String auth(Credentials credentials) {
        return switch (credentials) {
            case Credentials.None _ -> "none";
            case Credentials.Basic _ -> "basic";
            case Credentials.OAuth2 _ -> "oauth2";
            case Credentials.Typed typed -> "authorization " + typed.type();
        };
    }

    private static JsonNode groups(List<SdConfig.Group> groups) {
        return JSON.valueToTree(groups.stream()
                .map(group -> Map.of("targets", group.targets(), "labels", group.labels()))
                .toList());
    }

    private static JsonNode alerting(AlertingConfig alerting) {
        var json = JSON.createObjectNode().put("alert_relabel_configs", alerting.alertRelabeling().size());
        json.set("alertmanagers", JSON.valueToTree(alerting.alertmanagers().stream().map(set -> {
            var one = JSON.createObjectNode()
                    .put("scheme", set.scheme())
                    .put("path_prefix", set.pathPrefix())
                    .put("timeout_ms", set.timeout().toMillis())
                    .put("api_version", "v2")
                    .put("relabel_configs", set.relabeling().size())
                    .put("alert_relabel_configs", set.alertRelabeling().size());
            one.set("static_configs", groups(set.discoveries().stream()
                    .flatMap(sd -> sd instanceof SdConfig.Static written
                            ? written.groups().stream()
                            : Stream.empty())
                    .toList()));
            return one;
        }).toList()));
        return json;
    }

    private static JsonNode storage(StorageConfig storage) {
        return JSON.createObjectNode()
                .put("out_of_order_time_window_ms", storage.outOfOrderTimeWindow().toMillis())
                .put("retention_time_ms", storage.retentionTime().toMillis())
                .put("retention_size", storage.retentionSize())
                .put("retention_percentage", (long) storage.retentionPercentage());
    }

    private static JsonNode remoteWrite(RemoteWriteConfig config) {
        return JSON.createObjectNode()
                .put("url", config.url())
                .put("name", config.name())
                .put("remote_timeout_ms", config.timeout().toMillis())
                .put("write_relabel_configs", config.relabeling().size());
    }
}
