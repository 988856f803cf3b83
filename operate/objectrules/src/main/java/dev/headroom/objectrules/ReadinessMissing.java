package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import java.util.stream.Stream;

/// Autoscaled pods behind a Service that get requests before they can answer.
final class ReadinessMissing implements Rule {

    @Override
    public String id() {
        return "readiness-missing";
    }

    @Override
    public String title() {
        return "Autoscaled pods behind a Service have no readiness probe";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.workloads().stream()
                .filter(workload -> drafts.scalersOf(workload).findAny().isPresent())
                .filter(workload -> workload.lastingContainers().stream()
                        .allMatch(container -> Peek.at(container, "readinessProbe").isMissing()))
                .flatMap(workload -> finding(workload, drafts));
    }

    private Stream<Finding> finding(Workload workload, Drafts drafts) {
        return drafts.of("Service")
                .filter(service -> ServiceSelector.behind(service, drafts).contains(workload))
                .limit(1)
                .map(service -> info(
                        Peek.at(workload.podSpec(), "containers").place(),
                        workload.what() + ": expected a readinessProbe, because it is autoscaled behind Service "
                                + service.metadata().name() + ", got none: a new replica gets requests before it can"
                                + " answer, so each scale-up shows errors"));
    }
}
