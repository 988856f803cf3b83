package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Services that send to a port on which nobody listens.
final class ServicePort implements Rule {

    @Override
    public String id() {
        return "service-port";
    }

    @Override
    public String title() {
        return "A Service sends to a port that its pods do not have";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.of("Service").flatMap(service -> {
            var pods = ServiceSelector.behind(service, drafts).stream()
                    .filter(workload -> !workload.ports().isEmpty())
                    .toList();
            return pods.isEmpty()
                    ? Stream.empty()
                    : Peek.items(service.root(), "spec", "ports").stream().flatMap(port -> finding(service, port,
                            pods));
        });
    }

    private Stream<Finding> finding(Manifest service, Field port, List<Workload> pods) {
        var written = Peek.at(port, "targetPort");
        var field = written.isMissing() ? Peek.at(port, "port") : written;
        var target = Peek.text(field).orElse("");
        if (target.isEmpty() || pods.stream().anyMatch(workload -> workload.hasPort(target))) {
            return Stream.empty();
        }
        var ports = pods.stream()
                .flatMap(workload -> workload.ports().stream())
                .map(each -> Peek.text(each, "containerPort").orElse("?")
                        + Peek.text(each, "name").map(name -> " (" + name + ")").orElse(""))
                .distinct()
                .collect(Collectors.joining(", "));
        boolean number = target.chars().allMatch(Character::isDigit);
        var message = "Service " + service.metadata().namespace() + "/" + service.metadata().name()
                + ": expected a port of " + pods.getFirst().what() + ", which has " + ports + ", got "
                + (written.isMissing() ? "no targetPort, so " : "") + target + ": connections are refused";
        return Stream.of(number ? warning(field.place(), message) : error(field.place(), message));
    }
}
