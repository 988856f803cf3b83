package dev.headroom.node;

import dev.headroom.processes.ContainerStatus;
import dev.headroom.processes.ContainerStatus.State;
import dev.headroom.processes.ContainerStatus.Usage;
import dev.headroom.processes.PodStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `/metrics/resource` as a kubelet of Kubernetes 1.36 writes it: what metrics-server and Prometheus read about usage.
final class ResourceMetrics {

    private final StringBuilder text = new StringBuilder();

    private ResourceMetrics() {}

    private record Measured(PodStatus pod, ContainerStatus container, Usage usage) {}

    static String of(Collection<PodStatus> pods, MachineUsage machine, Instant now) {
        var metrics = new ResourceMetrics();
        var running = pods.stream()
                .flatMap(pod -> pod.containers().stream()
                        .filter(container -> !container.init() && container.state() instanceof State.Running)
                        .flatMap(container -> container.usage().stream()
                                .map(usage -> new Measured(pod, container, usage))))
                .toList();
        metrics.containers(running);
        metrics.node(machine, now);
        metrics.pods(pods, running);
        for (var name : List.of("resource_scrape_error", "scrape_error")) {
            boolean old = name.equals("scrape_error");
            metrics.family(name, "gauge",
                    (old ? "[ALPHA] (Deprecated since 1.29.0) " : "[STABLE] ")
                            + "1 if there was an error while getting container metrics, 0 otherwise");
            metrics.text.append(name).append(" 0\n");
        }
        return metrics.text.toString();
    }

    private void containers(List<Measured> running) {
        family("container_cpu_usage_seconds_total", "counter",
                "[STABLE] Cumulative cpu time consumed by the container in core-seconds");
        for (var each : running) {
            sample("container_cpu_usage_seconds_total", labels(each), number(each.usage().cpuSeconds()),
                    each.usage().timestamp());
        }
        family("container_memory_working_set_bytes", "gauge",
                "[STABLE] Current working set of the container in bytes");
        for (var each : running) {
            each.usage().memoryBytes().ifPresent(bytes -> sample(
                    "container_memory_working_set_bytes", labels(each), Long.toString(bytes),
                    each.usage().timestamp()));
        }
        family("container_start_time_seconds", "gauge",
                "[STABLE] Start time of the container since unix epoch in seconds");
        for (var each : running) {
            if (each.container().state() instanceof State.Running(var startedAt)) {
                text.append("container_start_time_seconds").append(labels(each)).append(' ')
                        .append(number(startedAt.toEpochMilli() / 1000.0)).append('\n');
            }
        }
    }

    private void node(MachineUsage machine, Instant now) {
        family("node_cpu_usage_seconds_total", "counter",
                "[STABLE] Cumulative cpu time consumed by the node in core-seconds");
        machine.cpuSeconds().ifPresent(seconds -> sample("node_cpu_usage_seconds_total", "", number(seconds), now));
        family("node_memory_working_set_bytes", "gauge", "[STABLE] Current working set of the node in bytes");
        machine.workingSetBytes()
                .ifPresent(bytes -> sample("node_memory_working_set_bytes", "", Long.toString(bytes), now));
    }

    private void pods(Collection<PodStatus> pods, List<Measured> running) {
        family("pod_cpu_usage_seconds_total", "counter",
                "[STABLE] Cumulative cpu time consumed by the pod in core-seconds");
        for (var pod : pods) {
            var own = running.stream().filter(each -> each.pod().equals(pod)).map(Measured::usage).toList();
            latest(own).ifPresent(time -> sample(
                    "pod_cpu_usage_seconds_total", labels(pod),
                    number(own.stream().mapToDouble(Usage::cpuSeconds).sum()), time));
        }
        family("pod_memory_working_set_bytes", "gauge", "[STABLE] Current working set of the pod in bytes");
        for (var pod : pods) {
            var own = running.stream()
                    .filter(each -> each.pod().equals(pod) && each.usage().memoryBytes().isPresent())
                    .map(Measured::usage)
                    .toList();
            latest(own).ifPresent(time -> sample(
                    "pod_memory_working_set_bytes", labels(pod),
                    Long.toString(own.stream().mapToLong(usage -> usage.memoryBytes().orElse(0)).sum()), time));
        }
    }

    private static Optional<Instant> latest(List<Usage> usages) {
        return usages.stream().map(Usage::timestamp).max(Instant::compareTo);
    }

    private void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, String value, Instant time) {
        text.append(name).append(labels).append(' ').append(value).append(' ').append(time.toEpochMilli()).append('\n');
    }

    /// Names of pods, namespaces and containers need no escaping.
    private static String labels(Measured each) {
        return String.format(Locale.ROOT, "{container=\"%s\",namespace=\"%s\",pod=\"%s\"}",
                each.container().name(), each.pod().namespace(), each.pod().name());
    }

    private static String labels(PodStatus pod) {
        return String.format(Locale.ROOT, "{namespace=\"%s\",pod=\"%s\"}", pod.namespace(), pod.name());
    }

    private static String number(double value) {
        return Double.toString(value);
    }
}
