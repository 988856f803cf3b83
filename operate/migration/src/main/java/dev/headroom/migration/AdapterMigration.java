package dev.headroom.migration;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.adapter.DiscoveryRule;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricTarget;
import dev.headroom.manifests.Manifest;
import dev.headroom.migration.AdapterTriggers.Outcome;
import dev.headroom.model.Quantity;
import dev.headroom.model.ScaleTargetRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ScaledObjects that do what HorizontalPodAutoscalers behind prometheus-adapter do, as a file with comments.
public final class AdapterMigration {

    private static final String PLACEHOLDER = "my-deployment";

    private final AdapterConfig config;
    private final String serverAddress;

    /// @param serverAddress of the Prometheus that the adapter asks
    public AdapterMigration(AdapterConfig config, String serverAddress) {
        this.config = config;
        this.serverAddress = serverAddress;
    }

    /// @param text YAML documents
    /// @param without what has no equivalent, one line each
    public record Migrated(String text, List<String> without) {
        public Migrated {
            without = List.copyOf(without);
        }
    }

    /// One ScaledObject for each autoscaler.
    ///
    /// @throws dev.headroom.manifests.ManifestException for an autoscaler that the API server would refuse
    public Migrated of(List<Manifest> autoscalers) {
        var without = new ArrayList<String>();
        var text = head();
        for (var manifest : autoscalers) {
            var hpa = HorizontalPodAutoscaler.of(manifest);
            text.line(0, "---").comment(
                    0,
                    "From HorizontalPodAutoscaler " + hpa.key() + " (" + manifest.place()
                            + "), which it takes over.");
            object(text, hpa, without, Optional.of(manifest));
        }
        foot(text, without);
        return new Migrated(text.toString(), without);
    }

    /// One ScaledObject for each metric whose name the rules tell, to be filled in.
    public Migrated templates() {
        var without = new ArrayList<String>();
        var text = head();
        config.rules().forEach(rule -> template(text, rule, false, without));
        config.externalRules().forEach(rule -> template(text, rule, true, without));
        foot(text, without);
        return new Migrated(text.toString(), without);
    }

    private YamlText head() {
        return new YamlText()
                .comment(0, "Written by headroom migrate adapter. An answer without a value keeps the replicas as they"
                        + " are (ignoreNullValues: \"false\"), as a metric that the adapter does not find; KEDA's"
                        + " default would read it as 0. Look at it with headroom check.");
    }

    private void template(YamlText text, DiscoveryRule rule, boolean external, List<String> without) {
        var metric = rule.fixedMetric();
        if (metric.isEmpty()) {
            none(text, 0, rule.place(), "it serves every series that " + rule.seriesQuery()
                    + " finds, each under a name of its own; give the autoscalers with --hpa", without);
            return;
        }
        var target = MetricTarget.averageValue(Quantity.of(1, Quantity.Format.DECIMAL_SI));
        var identifier = new MetricSpec.Identifier(metric.get(), Optional.empty());
        MetricSpec spec = external
                ? new MetricSpec.External(identifier, target)
                : new MetricSpec.Pods(identifier, target);
        text.line(0, "---").comment(0, metric.get() + ", from " + rule.place() + ". Fill in: the Deployment, its"
                + " counts, and the threshold, which is the target of the autoscaler.");
        object(text, new HorizontalPodAutoscaler(
                "default",
                PLACEHOLDER,
                new ScaleTargetRef("apps/v1", "Deployment", "default", PLACEHOLDER),
                1,
                10,
                List.of(spec),
                Optional.empty()), without, Optional.empty());
    }

    private void object(
            YamlText text, HorizontalPodAutoscaler hpa, List<String> without, Optional<Manifest> manifest) {
        var triggers = new AdapterTriggers(config, hpa.namespace(), hpa.scaleTargetRef());
        var outcomes = hpa.metrics().stream().map(triggers::of).toList();
        if (outcomes.stream().allMatch(Outcome.None.class::isInstance)) {
            text.comment(0, "No ScaledObject for " + hpa.key() + ": none of its metrics has an equivalent.");
            outcomes.forEach(each -> trigger(text, each, hpa.key(), without));
            return;
        }
        text.line(0, "apiVersion: keda.sh/v1alpha1").line(0, "kind: ScaledObject").line(0, "metadata:");
        text.line(1, "name: " + hpa.name());
        if (!hpa.namespace().equals("default")) {
            text.line(1, "namespace: " + hpa.namespace());
        }
        if (manifest.isPresent()) {
            text.line(1, "annotations:").line(2, "scaledobject.keda.sh/transfer-hpa-ownership: \"true\"");
        }
        var target = hpa.scaleTargetRef();
        text.line(0, "spec:").line(1, "scaleTargetRef:");
        if (!target.kind().equals("Deployment")) {
            text.line(2, "apiVersion: " + target.apiVersion()).line(2, "kind: " + target.kind());
        }
        text.line(2, "name: " + target.name());
        text.line(1, "minReplicaCount: " + hpa.minReplicas()).line(1, "maxReplicaCount: " + hpa.maxReplicas());
        manifest.ifPresent(each -> {
            text.line(1, "advanced:").line(2, "horizontalPodAutoscalerConfig:").line(3, "name: " + hpa.name());
            var behavior = each.spec().at("behavior");
            if (!behavior.isMissing()) {
                text.field(3, "behavior", behavior);
            }
        });
        text.line(1, "triggers:");
        outcomes.forEach(each -> trigger(text, each, hpa.key(), without));
    }

    private void trigger(YamlText text, Outcome outcome, String object, List<String> without) {
        switch (outcome) {
            case Outcome.None none -> none(text, 1, object + ": " + none.metric(), none.why(), without);
            case Outcome.Resource resource -> {
                text.line(1, "- type: " + resource.type()).line(2, "metricType: " + resource.metricType());
                text.line(2, "metadata:").line(3, "value: " + YamlText.quoted(resource.value()));
                if (!resource.container().isEmpty()) {
                    text.line(3, "containerName: " + resource.container());
                }
            }
            case Outcome.Prometheus prometheus -> {
                prometheus.notes().forEach(note -> text.comment(1, note));
                text.line(1, "- type: prometheus").line(2, "name: " + prometheus.metric());
                text.line(2, "metricType: " + prometheus.metricType());
                text.line(2, "metadata:").line(3, "serverAddress: " + serverAddress);
                text.block(3, "query", prometheus.query());
                text.line(3, "threshold: " + YamlText.quoted(prometheus.threshold()));
                text.line(3, "ignoreNullValues: \"false\"");
            }
        }
    }

    private void foot(YamlText text, List<String> without) {
        if (config.resourceRules().isPresent()) {
            none(text, 0, "resourceRules", "KEDA does not serve metrics.k8s.io; cpu and memory triggers need"
                    + " metrics-server, or the adapter as before", without);
        }
    }

    private static void none(YamlText text, int depth, String what, String why, List<String> without) {
        without.add(what + ": " + why);
        text.comment(depth, "No equivalent for " + what + ": " + why + '.');
    }
}
