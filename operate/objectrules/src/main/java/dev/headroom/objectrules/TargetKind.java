package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import java.util.Set;
import java.util.stream.Stream;

/// Targets that cannot be scaled, or are named so that the cluster does not find them.
final class TargetKind implements Rule {

    private static final Set<String> APPS = Set.of("Deployment", "StatefulSet", "ReplicaSet");
    private static final Set<String> WITHOUT_SCALE = Set.of("DaemonSet", "Job", "CronJob", "Pod", "Service");

    @Override
    public String id() {
        return "target-kind";
    }

    @Override
    public String title() {
        return "The scale target is of a kind, or of an API version, that cannot be scaled";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream().flatMap(scaler -> finding(scaler, drafts));
    }

    private Stream<Finding> finding(Scaler scaler, Drafts drafts) {
        var kind = Peek.at(scaler.target(), "kind");
        if (WITHOUT_SCALE.contains(scaler.targetKind())) {
            return Stream.of(error(
                    kind.place(),
                    scaler.what() + ": expected a target with replicas, such as a Deployment or StatefulSet, got "
                            + scaler.targetKind() + ", which has no scale subresource"));
        }
        var version = Peek.at(scaler.target(), "apiVersion");
        var written = Peek.text(version).orElse("");
        // None at all is KEDA's default, and refused by the API server for a HorizontalPodAutoscaler.
        if (!APPS.contains(scaler.targetKind()) || written.isEmpty() || written.startsWith("apps/")) {
            return Stream.empty();
        }
        return Stream.of(error(
                        version.place(),
                        scaler.what() + ": expected apiVersion: apps/v1 for a " + scaler.targetKind() + ", got "
                                + written
                                + ": the controller finds no such kind and reports FailedGetScale")
                .with(drafts.rewrite(version, "apps/v1").map(edit -> Fix.of("write apiVersion: apps/v1", edit))));
    }
}
