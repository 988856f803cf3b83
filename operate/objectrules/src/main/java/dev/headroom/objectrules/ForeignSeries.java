package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Metrics of pods that other pods have.
///
/* A Pods metric is averaged over the pods of the scale target, and a series belongs to the pod that exposes it. What an
 * exporter says about a queue or a database belongs to the exporter's pod. Exporters are known by the prefix of their
 * names, as their documentation has it. */
final class ForeignSeries implements Rule {

    /// The prefix of an exporter's metrics, and a word that the names of its pods have.
    private static final Map<String, String> EXPORTERS = Map.ofEntries(
            Map.entry("redis_", "redis"),
            Map.entry("kafka_", "kafka"),
            Map.entry("rabbitmq_", "rabbit"),
            Map.entry("mysql_", "mysql"),
            Map.entry("pg_", "postgres"),
            Map.entry("mongodb_", "mongo"),
            Map.entry("elasticsearch_", "elastic"),
            Map.entry("memcached_", "memcache"),
            Map.entry("nats_", "nats"),
            Map.entry("celery_", "celery-exporter"),
            Map.entry("nginx_ingress_controller_", "ingress"),
            Map.entry("traefik_", "traefik"),
            Map.entry("haproxy_", "haproxy"),
            Map.entry("kube_", "kube-state-metrics"),
            Map.entry("node_", "node-exporter"),
            Map.entry("probe_", "blackbox"),
            Map.entry("aws_", "cloudwatch"));

    @Override
    public String id() {
        return "foreign-series";
    }

    @Override
    public String title() {
        return "A Pods metric whose series belongs to other pods than the scale target's";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream().flatMap(scaler -> scaler.metrics().stream()
                .filter(metric -> Peek.text(metric, "type").orElse("").equals("Pods"))
                .map(metric -> Peek.at(metric, "pods", "metric", "name"))
                .flatMap(name -> finding(scaler, name, drafts)));
    }

    private Stream<Finding> finding(Scaler scaler, Field field, Drafts drafts) {
        var name = Peek.text(field).orElse("");
        return EXPORTERS.entrySet().stream()
                .filter(exporter -> name.startsWith(exporter.getKey()))
                .filter(exporter -> !exposes(scaler, exporter.getValue(), drafts))
                .map(exporter -> {
                    var owner = owner(exporter.getValue(), drafts);
                    var message = scaler.what() + ": expected a metric that the pods of " + scaler.targetKind() + " "
                            + scaler.targetName() + " expose, got " + name + ", which belongs to "
                            + owner.map(Workload::what).orElse("the pods of an exporter (" + exporter.getValue() + ")")
                            + ": there is nothing to average over the target's pods, and the autoscaler shows"
                            + " <unknown>; use it as a metric of type External (or Object), or a Prometheus trigger"
                            + " with sum(" + name + ")";
                    return owner.isPresent() ? error(field.place(), message) : warning(field.place(), message);
                });
    }

    private static boolean exposes(Scaler scaler, String word, Drafts drafts) {
        return scaler.targetName().contains(word)
                || drafts.target(scaler).filter(workload -> isOf(workload, word)).isPresent();
    }

    private static Optional<Workload> owner(String word, Drafts drafts) {
        return drafts.workloads().stream().filter(workload -> isOf(workload, word)).findFirst();
    }

    private static boolean isOf(Workload workload, String word) {
        return workload.name().contains(word)
                || workload.lastingContainers().stream()
                        .anyMatch(container -> Peek.text(container, "image")
                                        .orElse("")
                                        .toLowerCase(Locale.ROOT)
                                        .contains(word)
                                || Peek.text(container, "name").orElse("").contains(word));
    }
}
