package dev.headroom.scrape;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.LabelNaming;
import dev.headroom.relabel.RelabelRule;
import dev.headroom.relabel.RelabelRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A ServiceMonitor or PodMonitor of the Prometheus Operator (`monitoring.coreos.com/v1`): which Services or pods, and
/// which of their ports are scraped how.
///
/// @param jobLabel the label of the Service or pod that gives `job`; empty for the default
/// @param targetLabels labels of the Service (or pod) that samples carry, too
/// @param podTargetLabels labels of the pod that samples carry, too
public record Monitor(
        Kind kind,
        String namespace,
        String name,
        MonitorSelector selector,
        Namespaces namespaces,
        String jobLabel,
        List<String> targetLabels,
        List<String> podTargetLabels,
        List<Endpoint> endpoints) {

    /// Which object it is.
    public enum Kind {
        SERVICE_MONITOR("serviceMonitor"),
        POD_MONITOR("podMonitor");

        private final String pool;

        Kind(String pool) {
            this.pool = pool;
        }
    }

    /// `namespaceSelector`: any namespace, or the listed ones.
    record Namespaces(boolean any, Set<String> names) {
        boolean contain(String namespace) {
            return any || names.contains(namespace);
        }
    }

    /// One entry of `endpoints` or `podMetricsEndpoints`.
    ///
    /// @param port name of a port of the Service (or pod); empty when `targetPort` says it
    /// @param targetPort name or number of a container port; empty when `port` says it
    record Endpoint(
            String port,
            String targetPort,
            String scheme,
            String path,
            Map<String, List<String>> params,
            ScrapeSettings settings,
            List<RelabelRule> relabelings) {}

    private static final Set<String> KNOWN = Set.of(
            "port", "targetPort", "portNumber", "scheme", "path", "params", "interval", "scrapeTimeout", "honorLabels",
            "honorTimestamps", "relabelings", "metricRelabelings", "filterRunning", "followRedirects", "enableHttp2",
            "trackTimestampsStaleness");

    /// Reads a ServiceMonitor or PodMonitor.
    ///
    /// @param fallback interval and timeout where the object gives none
    /// @throws dev.headroom.manifests.ManifestException when it is neither, or has a field of a wrong form
    public static Monitor read(Manifest manifest, ScrapeSettings fallback) {
        var kind = switch (manifest.kind()) {
            case "ServiceMonitor" -> Kind.SERVICE_MONITOR;
            case "PodMonitor" -> Kind.POD_MONITOR;
            case String other -> throw manifest.root()
                    .at("kind")
                    .wrong("ServiceMonitor or PodMonitor", '"' + other + '"');
        };
        var spec = manifest.spec();
        var list = spec.at(kind == Kind.SERVICE_MONITOR ? "endpoints" : "podMetricsEndpoints");
        if (spec.at("selector").isMissing()) {
            spec.at("selector").at("matchLabels").text();
        }
        var namespaces = spec.at("namespaceSelector");
        var names = texts(namespaces.at("matchNames"));
        var limits = limits(spec);
        var endpoints = new ArrayList<Endpoint>();
        list.items().forEach(item -> endpoints.add(endpoint(item, limits, fallback)));
        return new Monitor(
                kind,
                manifest.metadata().namespace(),
                manifest.metadata().name(),
                MonitorSelector.read(spec.at("selector")),
                new Namespaces(
                        namespaces.at("any").truth(false),
                        names.isEmpty() ? Set.of(manifest.metadata().namespace()) : Set.copyOf(names)),
                spec.at("jobLabel").text(""),
                texts(spec.at("targetLabels")),
                texts(spec.at("podTargetLabels")),
                List.copyOf(endpoints));
    }

    private static List<String> texts(Field list) {
        return list.items().stream().map(Field::text).toList();
    }

    private static ScrapeLimits limits(Field spec) {
        var standard = ScrapeLimits.STANDARD;
        return new ScrapeLimits(
                standard.bodyBytes(),
                positive(spec.at("sampleLimit"), standard.samples()),
                positive(spec.at("labelLimit"), standard.labels()),
                positive(spec.at("labelNameLengthLimit"), standard.labelNameLength()),
                positive(spec.at("labelValueLengthLimit"), standard.labelValueLength()),
                standard.histograms());
    }

    /// A limit; 0 means the standard one, since nothing here is without limit.
    private static int positive(Field field, int standard) {
        int value = field.integer(0);
        if (value < 0) {
            throw field.wrong("a limit of 0 or more", Integer.toString(value));
        }
        return value == 0 ? standard : value;
    }

    private static Endpoint endpoint(Field item, ScrapeLimits limits, ScrapeSettings fallback) {
        var unsupported = item.unknown(KNOWN);
        if (!unsupported.isEmpty()) {
            throw item.wrong("only endpoint fields that Headroom knows", unsupported.getFirst());
        }
        var interval = item.at("interval").duration(fallback.interval());
        if (!interval.isPositive()) {
            throw item.at("interval").wrong("a positive duration", "0");
        }
        var params = new LinkedHashMap<String, List<String>>();
        item.at("params").entries().forEach((name, values) -> params.put(name, texts(values)));
        var port = item.at("port").text("");
        var targetPort = item.at("targetPort").text(item.at("portNumber").text(""));
        return new Endpoint(
                port,
                targetPort,
                item.at("scheme").oneOf(Set.of("http", "https", "HTTP", "HTTPS"), "http"),
                item.at("path").text("/metrics"),
                Map.copyOf(params),
                new ScrapeSettings(
                        interval,
                        timeout(item.at("scrapeTimeout"), interval, fallback.timeout()),
                        item.at("honorLabels").truth(false),
                        item.at("honorTimestamps").truth(true),
                        RelabelRules.read(
                                item.at("metricRelabelings"), RelabelRules.Spelling.OPERATOR, LabelNaming.UTF8),
                        limits),
                RelabelRules.read(item.at("relabelings"), RelabelRules.Spelling.OPERATOR, LabelNaming.UTF8));
    }

    /// A written timeout longer than the interval is an error, an inherited one is cut.
    private static Duration timeout(Field field, Duration interval, Duration inherited) {
        var timeout = field.duration(inherited);
        if (timeout.compareTo(interval) <= 0) {
            return timeout;
        }
        if (field.isMissing()) {
            return interval;
        }
        throw field.wrong("a scrape timeout not longer than the interval", field.text());
    }

    String pool(int endpoint) {
        return kind.pool + "/" + namespace + "/" + name + "/" + endpoint;
    }
}
