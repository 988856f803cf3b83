package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Services behind which there is no pod.
final class ServiceSelector implements Rule {

    @Override
    public String id() {
        return "service-selector";
    }

    @Override
    public String title() {
        return "The selector of a Service matches no pod";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.of("Service").flatMap(service -> finding(service, drafts));
    }

    /// The workloads whose pods a Service sends to.
    static List<Workload> behind(Manifest service, Drafts drafts) {
        var selector = Peek.texts(service.root(), "spec", "selector");
        return selector.isEmpty()
                ? List.of()
                : drafts.workloads().stream()
                        .filter(workload -> workload.namespace().equals(service.metadata().namespace()))
                        .filter(workload -> workload.podLabels().entrySet().containsAll(selector.entrySet()))
                        .toList();
    }

    private Stream<Finding> finding(Manifest service, Drafts drafts) {
        var field = Peek.at(service.root(), "spec", "selector");
        var selector = Peek.texts(field);
        if (selector.isEmpty() || !behind(service, drafts).isEmpty()) {
            return Stream.empty();
        }
        return meant(service, selector, drafts).map(workload -> {
            var lacking = selector.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(workload.podLabels().get(entry.getKey())))
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .sorted()
                    .collect(Collectors.joining(", "));
            var first = Peek.entries(field).entrySet().stream()
                    .filter(entry -> lacking.contains(entry.getKey() + "="))
                    .findFirst()
                    .map(entry -> entry.getValue().place())
                    .orElse(field.place());
            return warning(
                    first,
                    "Service " + service.metadata().namespace() + "/" + service.metadata().name()
                            + ": expected labels that its pods have, got " + lacking + ", which the pods of "
                            + workload.what() + " (" + workload.manifest().place()
                            + ") do not have: its endpoints are <none>; take it out of the selector, or put it into"
                            + " spec.template.metadata.labels");
        });
    }

    /// The workload that the Service is most likely for: it has the same name, or a part of the labels and no other
    /// value
    /// for the rest.
    private static Stream<Workload> meant(Manifest service, Map<String, String> selector, Drafts drafts) {
        return drafts.workloads().stream()
                .filter(workload -> workload.namespace().equals(service.metadata().namespace()))
                .filter(workload -> workload.name().equals(service.metadata().name())
                        || (shared(selector, workload) > 0 && !contradicts(selector, workload)))
                .max(Comparator.comparingLong((Workload workload) -> shared(selector, workload)))
                .stream();
    }

    private static long shared(Map<String, String> selector, Workload workload) {
        return selector.entrySet().stream().filter(workload.podLabels().entrySet()::contains).count();
    }

    private static boolean contradicts(Map<String, String> selector, Workload workload) {
        var labels = workload.podLabels();
        return selector.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(labels.getOrDefault(entry.getKey(), entry.getValue())));
    }
}
