package dev.headroom.adapter;

import dev.headroom.adapter.MetricRequest.Custom;
import dev.headroom.adapter.MetricRequest.External;
import dev.headroom.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The metrics that the rules find among the series of one moment, and the query of each request for one. Source:
/// packages `custom-provider` and `external-provider`, `series_registry.go` and `external_series_registry.go`.
public final class MetricList {

    /// How long a series that got no more samples still counts (`--metrics-max-age`, by default the relist interval).
    public static final Duration MAX_AGE = Duration.ofMinutes(10);

    /// A metric of the custom metrics API.
    ///
    /// @param namespaced whether it is asked for in a namespace
    public record Listed(GroupResource resource, boolean namespaced, String metric) {

        /// As the API lists it: `pods/http_requests`.
        public String name() {
            return resource + "/" + metric;
        }
    }

    /// The series behind a metric, and the rule that names it.
    private record Source(DiscoveryRule rule, String series) {}

    private final Map<Listed, Source> custom;
    private final Map<String, Source> external;
    private final AdapterConfig config;

    private MetricList(AdapterConfig config, Map<Listed, Source> custom, Map<String, Source> external) {
        this.config = config;
        this.custom = Map.copyOf(custom);
        this.external = Map.copyOf(external);
    }

    /// Before the first discovery.
    public static MetricList empty(AdapterConfig config) {
        return new MetricList(config, Map.of(), Map.of());
    }

    /// Lists the metrics of the series that there are.
    ///
    /// @throws dev.headroom.promql.PromqlException when series cannot be listed; the list of before stays good
    public static MetricList of(AdapterConfig config, MetricsSource source, Instant now) {
        var discovery = new Discovery(source, now.minus(MAX_AGE));
        config.rules().forEach(discovery::custom);
        config.externalRules().forEach(discovery::external);
        return new MetricList(config, discovery.custom, discovery.external);
    }

    /// One pass over the rules. Where two metrics have one name, the later rule serves it, and of its series the later.
    private static final class Discovery {
        private final MetricsSource source;
        private final Instant from;
        private final Map<String, List<Labels>> seriesByQuery = new HashMap<>();
        private final Map<Listed, Source> custom = new LinkedHashMap<>();
        private final Map<String, Source> external = new LinkedHashMap<>();

        Discovery(MetricsSource source, Instant from) {
            this.source = source;
            this.from = from;
        }

        private List<Labels> series(DiscoveryRule rule) {
            return seriesByQuery.computeIfAbsent(
                    rule.seriesQuery(), _ -> source.series(rule.seriesMatchers(), from));
        }

        void custom(DiscoveryRule rule) {
            for (var series : series(rule)) {
                var name = series.value(Labels.NAME);
                rule.metricOf(name).ifPresent(metric -> {
                    var labels = series.without(Labels.NAME).names();
                    var association = rule.labels().associationOf(labels);
                    for (var resource : association.resources()) {
                        boolean namespaced = association.namespaced() && !resource.isRooted();
                        custom.put(new Listed(resource, namespaced, metric), new Source(rule, name));
                    }
                });
            }
        }

        void external(DiscoveryRule rule) {
            for (var series : series(rule)) {
                var name = series.value(Labels.NAME);
                rule.metricOf(name).ifPresent(metric -> external.put(metric, new Source(rule, name)));
            }
        }
    }

    /// The metrics of the custom metrics API.
    public Set<Listed> custom() {
        return custom.keySet();
    }

    /// The metrics of the external metrics API.
    public Set<String> external() {
        return external.keySet();
    }

    /// How a request is answered: by a query, or not at all.
    public sealed interface Plan {

        /// @param label that names the object in the answer; empty for external metrics
        record Ask(String promql, Optional<String> label) implements Plan {}

        /// @param message the API's own
        /// @param why what only the adapter's log would say, in words
        record Refuse(String message, String why) implements Plan {}
    }

    public Plan plan(MetricRequest request) {
        return switch (request) {
            case Custom each -> plan(each);
            case External each -> plan(each);
        };
    }

    private Plan plan(Custom request) {
        var resource = ResourceKinds.normalized(request.resource()).orElse(request.resource());
        boolean namespaced = request.namespace().isPresent();
        var names = request.objects().list();
        if (names.isEmpty()) {
            return refused(request, "no object of kind " + resource + " is selected");
        }
        var source = custom.get(new Listed(resource, namespaced, request.metric()));
        if (source == null) {
            return refused(request, Unlisted.why(config, this, request));
        }
        try {
            var asked = new Custom(
                    resource, request.namespace(), request.objects(), request.metric(), request.selector());
            return new Plan.Ask(
                    source.rule().query(asked, source.series()),
                    Optional.of(source.rule().labels().labelOf(resource)));
        } catch (AdapterException failure) {
            return refused(request, source.rule().place() + ": " + failure.text());
        }
    }

    private static Plan refused(Custom request, String why) {
        return new Plan.Refuse(
                "the server could not find the metric " + request.metric() + " for " + request.resource(), why);
    }

    /// The group that the adapter's own message names depends on nothing but whether the namespace is `default`.
    private Plan plan(External request) {
        var source = external.get(request.metric());
        if (source == null) {
            var of = request.namespace().equals("default") ? GroupResource.NAMESPACES.resource() : "";
            return new Plan.Refuse(
                    "the server could not find the metric " + request.metric() + " for " + of,
                    Unlisted.why(config, request.metric()));
        }
        try {
            return new Plan.Ask(
                    source.rule().query(request, source.series()),
                    Optional.empty());
        } catch (AdapterException failure) {
            return new Plan.Refuse(
                    "Internal error occurred: unable to fetch metrics", source.rule().place() + ": " + failure.text());
        }
    }
}
