package dev.headroom.server;

import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricTarget;
import dev.headroom.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which charts the page shows for an autoscaler: its own questions with their targets, then replicas, traffic, errors
/// and CPU of what it scales. Every line is a PromQL query that anybody can ask again.
final class Panels {

    private final Autoscaler autoscaler;
    private final List<String> services;
    private final String window;

    /// @param services the names of the Services in front of the scale target
    /// @param scrapeInterval rates are taken over four of these, at least over five seconds
    Panels(Autoscaler autoscaler, List<String> services, Duration scrapeInterval) {
        this.autoscaler = autoscaler;
        this.services = List.copyOf(services);
        this.window = Math.max(5, scrapeInterval.multipliedBy(4).toSeconds()) + "s";
    }

    List<Views.Panel> all() {
        var panels = new ArrayList<Views.Panel>();
        autoscaler.queries().forEach(query -> panels.add(asked(query)));
        panels.add(Math.min(1, panels.size()), replicas());
        if (!services.isEmpty()) {
            panels.add(traffic());
            panels.add(errors());
        }
        panels.add(cpu());
        return panels;
    }

    /// What the autoscaler asks. A target per replica is drawn beside the value per replica, as the HPA compares them.
    private Views.Panel asked(MetricQuery query) {
        var target = autoscaler.hpa().metrics().stream()
                .filter(spec -> spec.name().equals(query.metric()))
                .findFirst()
                .flatMap(Panels::target);
        boolean perReplica = query.kind() == MetricQuery.Kind.NUMBER
                && target.map(value -> value.averageValue().isPresent()).orElse(false);
        var text = query.query().strip();
        return new Views.Panel(
                query.metric(),
                query.trigger() + (perReplica ? " per replica" : ""),
                unit(text),
                target.flatMap(value -> perReplica ? value.averageValue() : value.value().or(value::averageValue))
                        .map(Quantity::approximateDouble)
                        .orElse(null),
                "target",
                List.of(new Views.PanelSeries(
                        query.trigger(),
                        perReplica ? "(" + text + ") / scalar(" + deployment("kube_deployment_status_replicas") + ")"
                                : text,
                        false)));
    }

    private static Optional<MetricTarget> target(MetricSpec spec) {
        return switch (spec) {
            case MetricSpec.External external -> Optional.of(external.target());
            case MetricSpec.Pods pods -> Optional.of(pods.target());
            case MetricSpec.DescribedObject object -> Optional.of(object.target());
            case MetricSpec.Resource _, MetricSpec.ContainerResource _, MetricSpec.Unknown _ -> Optional.empty();
        };
    }

    /// The unit as the names of metrics say it, by the conventions of Prometheus.
    private static String unit(String query) {
        var lower = query.toLowerCase(Locale.ROOT);
        if (lower.matches("(?s)histogram_(quantile|avg)\\(.*_seconds.*")
                || lower.matches("sum\\([a-z0-9_:]*_seconds[:_]p\\d+\\)")) {
            return "seconds";
        }
        return lower.contains("rate(") && lower.contains("_total") ? "rps" : "count";
    }

    private Views.Panel replicas() {
        return new Views.Panel(
                "replicas",
                "Replicas",
                "count",
                null,
                null,
                List.of(
                        new Views.PanelSeries("desired", deployment("kube_deployment_spec_replicas"), true),
                        new Views.PanelSeries("ready", deployment("kube_deployment_status_replicas_ready"), true)));
    }

    private Views.Panel traffic() {
        return new Views.Panel(
                "traffic",
                "Requests",
                "rps",
                null,
                null,
                List.of(
                        new Views.PanelSeries("arrivals", sumRate("headroom_service_arrivals_total"), false),
                        new Views.PanelSeries("completions", sumRate("headroom_service_requests_total"), false)));
    }

    private Views.Panel errors() {
        return new Views.Panel(
                "errors",
                "Errors",
                "rps",
                null,
                null,
                List.of(
                        new Views.PanelSeries(
                                "5xx",
                                sumRate("headroom_service_server_errors_total") + " + "
                                        + sumRate("headroom_service_failed_total"),
                                false),
                        new Views.PanelSeries(
                                "429", sumRate("headroom_service_too_many_requests_total"), false),
                        new Views.PanelSeries("refused", sumRate("headroom_service_refused_total"), false)));
    }

    private Views.Panel cpu() {
        var pods = "{namespace=\"" + autoscaler.namespace() + "\", pod=~\"" + autoscaler.target().name() + "-.*\"}";
        return new Views.Panel(
                "cpu",
                "CPU",
                "cores",
                null,
                null,
                List.of(
                        new Views.PanelSeries(
                                "used", "sum(rate(container_cpu_usage_seconds_total" + pods + "[" + window + "]))",
                                false),
                        new Views.PanelSeries(
                                "limit",
                                "sum(kube_pod_container_resource_limits" + pods.replace("}", ", resource=\"cpu\"}")
                                        + ")",
                                true)));
    }

    private String deployment(String metric) {
        return metric + "{namespace=\"" + autoscaler.namespace() + "\", deployment=\"" + autoscaler.target().name()
                + "\"}";
    }

    private String sumRate(String metric) {
        return "sum(rate(" + metric + "{namespace=\"" + autoscaler.namespace() + "\", service=~\""
                + String.join("|", services) + "\"}[" + window + "]))";
    }
}
