package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Trigger;
import java.util.Set;
import java.util.stream.Stream;

/// Settings that change nothing.
final class NoEffect implements Rule {

    private static final Set<String> PROMETHEUS = Set.of(
            "serverAddress", "query", "threshold", "activationThreshold", "ignoreNullValues", "namespace",
            "queryParameters", "customHeaders", "unsafeSsl", "timeout", "authModes", "authMode", "awsRegion",
            "identityOwner", "cortexOrgID");

    @Override
    public String id() {
        return "no-effect";
    }

    @Override
    public String title() {
        return "A setting that changes nothing";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream()
                .filter(Scaler::isScaledObject)
                .flatMap(scaler -> Stream.concat(
                        sleep(scaler),
                        scaler.triggers().stream()
                                .filter(Trigger::isPrometheus)
                                .flatMap(trigger -> settings(scaler, trigger))));
    }

    /// What is about going to sleep, where nothing ever does.
    private Stream<Finding> sleep(Scaler scaler) {
        var spec = scaler.manifest().spec();
        return scaler.min() == 0 || !Peek.at(spec, "idleReplicaCount").isMissing()
                ? Stream.empty()
                : Stream.of("cooldownPeriod", "initialCooldownPeriod")
                        .map(key -> Peek.at(spec, key))
                        .filter(field -> !field.isMissing())
                        .map(field -> info(
                                field.place(),
                                scaler.what() + ": expected minReplicaCount 0 or an idleReplicaCount beside "
                                        + field.place().path().replaceFirst("^spec\\.", "")
                                        + ", got a minimum of " + scaler.min()
                                        + ": the period is about going to sleep only; how fast replicas go down is"
                                        + " horizontalPodAutoscalerConfig.behavior.scaleDown"));
    }

    private Stream<Finding> settings(Scaler scaler, Trigger trigger) {
        return Peek.entries(trigger.field(), "metadata").entrySet().stream()
                .filter(entry -> !PROMETHEUS.contains(entry.getKey()) && !entry.getKey().endsWith("FromEnv"))
                .map(entry -> info(
                        entry.getValue().place(),
                        trigger.what() + " of " + scaler.what() + ": expected a setting of the prometheus trigger, got "
                                + entry.getKey() + ", which it does not read"
                                + (entry.getKey().equals("metricName")
                                        ? ": since KEDA 2.12 the metric is called s" + trigger.index()
                                                + "-prometheus; name: beside type: names the trigger"
                                        : "")));
    }
}
