package dev.headroom.server;

import dev.headroom.model.HumanDuration;
import dev.headroom.processes.PodStatus;
import dev.headroom.processes.ProcessCluster;
import dev.headroom.processes.ServiceStatus;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.PodView;
import dev.headroom.scrape.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The pods and Services of this machine as discovery and the API see them.
final class ClusterViews {

    private final ProcessCluster cluster;

    ClusterViews(ProcessCluster cluster) {
        this.cluster = cluster;
    }

    /// What there is to scrape. A pod that is told to end is no target any more: its page goes away while it drains,
    /// and that is no trouble of the metrics path.
    Discovery.Snapshot discovered() {
        return new Discovery.Snapshot(
                cluster.services().stream().map(ClusterViews::discovered).toList(),
                cluster.pods().stream()
                        .filter(pod -> pod.deletionTimestamp().isEmpty())
                        .map(ClusterViews::discovered)
                        .toList());
    }

    private static ServiceView discovered(ServiceStatus service) {
        return new ServiceView(
                service.name(),
                service.namespace(),
                service.labels(),
                service.annotations(),
                service.selector(),
                service.ports().stream()
                        .map(port -> new ServiceView.Port(port.name(), port.port(), port.targetPort()))
                        .toList());
    }

    /// A pod that only waits to be started again has its address still, so its scrape fails and is seen to fail.
    private static PodView discovered(PodStatus pod) {
        return new PodView(
                pod.name(),
                pod.namespace(),
                pod.labels(),
                pod.annotations(),
                pod.address(),
                pod.ports().stream()
                        .map(port -> new PodView.Port(
                                port.container(), port.name(), port.containerPort(), port.listensOn()))
                        .toList(),
                switch (pod.phase()) {
                    case PENDING -> PodView.Phase.PENDING;
                    case RUNNING -> PodView.Phase.RUNNING;
                    case SUCCEEDED -> PodView.Phase.SUCCEEDED;
                    case FAILED -> PodView.Phase.FAILED;
                    case UNKNOWN -> PodView.Phase.UNKNOWN;
                },
                pod.ready(),
                pod.node());
    }

    List<Views.Pod> pods(Instant now) {
        return cluster.pods().stream()
                .map(pod -> new Views.Pod(
                        pod.name(),
                        pod.status(),
                        pod.ready(),
                        pod.restarts(),
                        pod.address(),
                        number(pod.cpuMilli()),
                        number(pod.memoryBytes()),
                        HumanDuration.of(Duration.between(pod.creationTimestamp(), now))))
                .toList();
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    List<Views.Service> services() {
        return cluster.services().stream()
                .map(service -> new Views.Service(
                        service.name(), service.namespace(), service.addresses(), service.readyPods().size()))
                .toList();
    }

    /// What a person should know of pods and Services that are not well, one line each.
    List<String> troubles() {
        var lines = new ArrayList<String>();
        for (var pod : cluster.pods()) {
            if (pod.reason().matches("CrashLoopBackOff|OOMKilled|Error|StartError|Init:(Error|CrashLoopBackOff)")) {
                lines.add("pod " + pod.name() + ": " + pod.reason() + " after " + pod.restarts()
                        + (pod.restarts() == 1 ? " restart" : " restarts") + "; its log is "
                        + pod.containers().getLast().log());
            }
        }
        for (var service : cluster.services()) {
            boolean hasPods = cluster.pods().stream().anyMatch(pod -> selects(service, pod));
            if (!hasPods) {
                lines.add("Service " + service.name() + ": no pod has the labels of its selector "
                        + service.selector());
            } else if (service.readyPods().isEmpty()) {
                lines.add("Service " + service.name() + ": none of its pods is ready");
            }
            service.notes().forEach(note -> lines.add("Service " + service.name() + ": " + note));
        }
        return lines;
    }

    private static boolean selects(ServiceStatus service, PodStatus pod) {
        return pod.namespace().equals(service.namespace())
                && !service.selector().isEmpty()
                && pod.labels().entrySet().containsAll(service.selector().entrySet());
    }

    /// The Services in front of the pods of a Deployment.
    List<ServiceStatus> servicesOf(String namespace, String deployment) {
        return cluster.services().stream()
                .filter(service -> cluster.pods().stream()
                        .anyMatch(pod -> pod.namespace().equals(namespace)
                                && pod.deployment().equals(deployment)
                                && selects(service, pod)))
                .toList();
    }
}
