package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import java.util.Set;
import java.util.stream.Stream;

/// Workloads whose selector does not match their own pods.
final class SelectorTemplate implements Rule {

    private static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "ReplicaSet", "DaemonSet");

    @Override
    public String id() {
        return "selector-template";
    }

    @Override
    public String title() {
        return "The selector of a workload does not match its own pod template";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.workloads().stream()
                .filter(workload -> KINDS.contains(workload.kind()))
                .flatMap(this::finding);
    }

    private Stream<Finding> finding(Workload workload) {
        var selector = Peek.at(workload.manifest().root(), "spec", "selector");
        // Without a template it is a part of one, for a server-side apply.
        if (selector.isMissing() && !workload.template().isMissing()) {
            return Stream.of(error(
                    Peek.path(workload.manifest().root(), "spec").place(),
                    workload.what() + ": expected a selector with the labels of its template, got none"));
        }
        var labels = workload.podLabels();
        return Peek.entries(selector, "matchLabels").entrySet().stream()
                .filter(entry -> !Peek.text(entry.getValue()).orElse("").equals(labels.get(entry.getKey())))
                .map(entry -> error(
                        entry.getValue().place(),
                        workload.what() + ": expected a label of its template, " + labels + ", got " + entry.getKey()
                                + "=" + Peek.text(entry.getValue()).orElse("")
                                + ": the API server refuses it, because no pod would belong to it"));
    }
}
