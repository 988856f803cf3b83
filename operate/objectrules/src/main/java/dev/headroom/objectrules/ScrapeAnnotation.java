package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `prometheus.io/port` annotations that name a port nobody has.
final class ScrapeAnnotation implements Rule {

    private static final String PORT = "prometheus.io/port";
    private static final String SCRAPE = "prometheus.io/scrape";

    @Override
    public String id() {
        return "scrape-annotation";
    }

    @Override
    public String title() {
        return "The annotation prometheus.io/port names a port that the pods do not have";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        var onPods = drafts.workloads().stream()
                .flatMap(workload -> finding(
                        workload.what(), Peek.at(workload.template(), "metadata", "annotations"), List.of(workload)));
        var onServices = drafts.of("Service")
                .flatMap(service -> finding(
                        "Service " + service.metadata().namespace() + "/" + service.metadata().name(),
                        Peek.at(service.root(), "metadata", "annotations"),
                        ServiceSelector.behind(service, drafts)));
        return Stream.concat(onPods, onServices);
    }

    private Stream<Finding> finding(String what, Field annotations, List<Workload> pods) {
        var port = Peek.at(annotations, PORT);
        boolean scraped = Peek.text(annotations, SCRAPE).orElse("").equals("true");
        var ports = pods.stream().flatMap(workload -> workload.ports().stream()).toList();
        if (!scraped || ports.isEmpty() || Peek.text(port).isEmpty()) {
            return Stream.empty();
        }
        var numbers = ports.stream().flatMap(each -> Peek.text(each, "containerPort").stream()).distinct().toList();
        return numbers.contains(Peek.text(port).orElse(""))
                ? Stream.empty()
                : Stream.of(warning(
                        port.place(),
                        what + ": expected a port of the pods in " + PORT + ", which have "
                                + numbers.stream().collect(Collectors.joining(", ")) + ", got "
                                + Peek.text(port).orElse("") + ": every scrape fails, and only Prometheus' target page"
                                + " says so"));
    }
}
