package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Workload;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Autoscalers whose target is not among the workloads of the files.
final class TargetMissing implements Rule {

    private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "ReplicaSet");

    @Override
    public String id() {
        return "target-missing";
    }

    @Override
    public String title() {
        return "The scale target of an autoscaler is not among the workloads of the files";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream()
                .filter(scaler -> KINDS.contains(scaler.targetKind()) && !scaler.targetName().isEmpty())
                .filter(scaler -> drafts.target(scaler).isEmpty())
                .flatMap(scaler -> finding(scaler, drafts));
    }

    private Stream<Finding> finding(Scaler scaler, Drafts drafts) {
        var others = drafts.workloads().stream()
                .filter(workload -> KINDS.contains(workload.kind()))
                .toList();
        if (others.isEmpty()) {
            return Stream.empty();
        }
        var place = Peek.at(scaler.target(), "name").place();
        var near = others.stream()
                .filter(workload -> workload.namespace().equals(scaler.namespace()))
                .filter(workload -> workload.manifest().root().place().file().equals(place.file()))
                .toList();
        var message = scaler.what() + ": expected " + scaler.targetKind() + " " + scaler.namespace() + "/"
                + scaler.targetName() + " among the files, got "
                + others.stream().map(Workload::what).distinct().limit(3).collect(Collectors.joining(", "))
                + (others.size() > 3 ? " and others" : "")
                + ": an autoscaler without a target does nothing; check the name, the kind and the namespace";
        return Stream.of(near.isEmpty() ? info(place, message) : warning(place, message));
    }
}
