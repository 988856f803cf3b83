package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Scaler.ResourceTarget;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import java.util.stream.Stream;

/// Utilization without the requests that it is a percentage of.
final class RequestsMissing implements Rule {

    @Override
    public String id() {
        return "requests-missing";
    }

    @Override
    public String title() {
        return "A utilization target for containers that request nothing";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream().flatMap(scaler -> drafts.target(scaler).stream()
                .filter(workload -> !Amounts.isPodLevel(workload))
                .flatMap(workload -> scaler.resourceTargets().stream()
                        .filter(target -> target.utilization().isPresent())
                        .flatMap(target -> findings(scaler, workload, target, drafts))));
    }

    private Stream<Finding> findings(Scaler scaler, Workload workload, ResourceTarget target, Drafts drafts) {
        var containers = workload.lastingContainers().stream()
                .filter(container -> target.container().isEmpty() || target.container().equals(name(container)))
                .toList();
        if (containers.isEmpty() && !target.container().isEmpty()) {
            return Stream.of(error(
                    target.place(),
                    scaler.what() + ": expected a container of " + workload.what() + ", got \"" + target.container()
                            + "\", which it does not have"));
        }
        return containers.stream()
                .filter(container -> Amounts.request(container, target.resource(), workload.namespace(), drafts)
                        .isEmpty())
                .map(container -> error(
                        container.place(),
                        workload.what() + ", container " + name(container) + ": expected resources.requests."
                                + target.resource() + ", because " + scaler.what() + " (" + scaler.manifest().place()
                                + ") aims at " + target.utilization().orElse(0) + " % of it, got none: the autoscaler"
                                + " reports FailedGetResourceMetric and does nothing; write what a replica needs"));
    }

    private static String name(Field container) {
        return Peek.text(container, "name").orElse("");
    }
}
