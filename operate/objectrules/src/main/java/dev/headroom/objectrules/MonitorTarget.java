package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// ServiceMonitors and PodMonitors that find nothing, or name a port that is not there.
final class MonitorTarget implements Rule {

    @Override
    public String id() {
        return "monitor-target";
    }

    @Override
    public String title() {
        return "A ServiceMonitor or PodMonitor matches nothing, or names a port that is not there";
    }

    /// What a monitor may find.
    private record Candidate(String what, String namespace, Map<String, String> labels, Set<String> ports) {}

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        var services = drafts.of("Service").map(MonitorTarget::service).toList();
        var pods = drafts.workloads().stream().map(MonitorTarget::pods).toList();
        return Stream.concat(
                drafts.of("ServiceMonitor").flatMap(monitor -> findings(monitor, "endpoints", services)),
                drafts.of("PodMonitor").flatMap(monitor -> findings(monitor, "podMetricsEndpoints", pods)));
    }

    private static Candidate service(Manifest service) {
        return new Candidate(
                "Service " + service.metadata().namespace() + "/" + service.metadata().name(),
                service.metadata().namespace(),
                service.metadata().labels(),
                names(Peek.items(service.root(), "spec", "ports")));
    }

    private static Candidate pods(Workload workload) {
        return new Candidate(workload.what(), workload.namespace(), workload.podLabels(), names(workload.ports()));
    }

    private static Set<String> names(List<Field> ports) {
        return ports.stream().flatMap(port -> Peek.text(port, "name").stream()).collect(Collectors.toSet());
    }

    private Stream<Finding> findings(Manifest monitor, String endpoints, List<Candidate> candidates) {
        var what = monitor.kind() + " " + monitor.metadata().namespace() + "/" + monitor.metadata().name() + ": ";
        var selector = Peek.at(monitor.root(), "spec", "selector");
        var matched = candidates.stream().filter(candidate -> matches(selector, candidate)).toList();
        var reached = matched.stream().filter(candidate -> reaches(monitor, candidate)).toList();
        if (matched.isEmpty()) {
            return lost(what, selector, candidates);
        }
        if (reached.isEmpty()) {
            return Stream.of(warning(
                    selector.place(),
                    what + "expected something to scrape in its namespaces, got " + matched.getFirst().what()
                            + " in another one; name it in spec.namespaceSelector.matchNames"));
        }
        return Peek.items(monitor.root(), "spec", endpoints).stream()
                .map(endpoint -> Peek.at(endpoint, "port"))
                .flatMap(port -> Peek.text(port)
                        .filter(name -> reached.stream().noneMatch(candidate -> candidate.ports().contains(name)))
                        .map(name -> error(
                                port.place(),
                                what + "expected the name of a port of " + reached.getFirst().what() + ", which has "
                                        + (reached.getFirst().ports().isEmpty()
                                                ? "ports without names"
                                                : String.join(", ", reached.getFirst().ports().stream().sorted()
                                                        .toList()))
                                        + ", got " + name + ": nothing is scraped, and nothing says so"))
                        .stream());
    }

    /// Only when something among the files is most likely meant.
    private Stream<Finding> lost(String what, Field selector, List<Candidate> candidates) {
        var wanted = Peek.texts(selector, "matchLabels");
        return candidates.stream()
                .filter(candidate -> wanted.entrySet().stream().anyMatch(candidate.labels().entrySet()::contains)
                        || wanted.values().stream().anyMatch(value -> candidate.what().endsWith("/" + value)))
                .limit(1)
                .map(candidate -> warning(
                        selector.place(),
                        what + "expected labels of " + candidate.what() + ", which has " + sorted(candidate.labels())
                                + ", got " + sorted(wanted) + ": nothing is scraped, and nothing says so"));
    }

    private static String sorted(Map<String, String> labels) {
        return labels.isEmpty()
                ? "none"
                : labels.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static boolean matches(Field selector, Candidate candidate) {
        var expressions = Peek.items(selector, "matchExpressions").stream()
                .map(expression -> new LabelSelectorObject.Expression(
                        Peek.text(expression, "key").orElse(""),
                        Peek.text(expression, "operator").orElse(""),
                        Peek.items(expression, "values").stream()
                                .flatMap(value -> Peek.text(value).stream())
                                .toList()))
                .toList();
        try {
            return LabelSelectorObject.of(Peek.texts(selector, "matchLabels"), expressions)
                    .selector()
                    .matches(candidate.labels());
        } catch (LabelSelectorException _) {
            return true;
        }
    }

    private static boolean reaches(Manifest monitor, Candidate candidate) {
        var namespaces = Peek.at(monitor.root(), "spec", "namespaceSelector");
        var names = Peek.items(namespaces, "matchNames").stream()
                .flatMap(name -> Peek.text(name).stream())
                .toList();
        return Peek.text(namespaces, "any").orElse("").equals("true")
                || (names.isEmpty()
                        ? candidate.namespace().equals(monitor.metadata().namespace())
                        : names.contains(candidate.namespace()));
    }
}
