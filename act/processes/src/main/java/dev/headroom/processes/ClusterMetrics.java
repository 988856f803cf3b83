package dev.headroom.processes;

import dev.headroom.hpa.Pod;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/// What a cluster tells about itself, under the names of cAdvisor and kube-state-metrics where they have one. Read when
/// it is scraped, from the newest snapshots.
final class ClusterMetrics implements AutoCloseable {

    private static final String[] CONTAINER = {"namespace", "pod", "container"};
    private static final String[] DEPLOYMENT = {"namespace", "deployment"};
    private static final String[] SERVICE = {"namespace", "service", "port"};

    private final PrometheusRegistry registry;
    private final ProcessCluster cluster;
    private final List<Collector> collectors = new ArrayList<>();

    ClusterMetrics(PrometheusRegistry registry, ProcessCluster cluster) {
        this.registry = registry;
        this.cluster = cluster;
        containers();
        deployments();
        services();
        collectors.forEach(registry::register);
    }

    private void containers() {
        counter("container_cpu_usage_seconds_total", "CPU time the container used.", CONTAINER, point ->
                usages((labels, usage) -> point.accept(labels, usage.cpuSeconds())));
        counter(
                "container_cpu_cfs_throttled_seconds_total",
                "Time the container was held back by its CPU limit.",
                CONTAINER,
                point -> usages((labels, usage) -> point.accept(labels, usage.throttledSeconds())));
        gauge(
                "container_memory_working_set_bytes",
                "Memory of the container that cannot be taken back without harm.",
                CONTAINER,
                point -> usages((labels, usage) ->
                        usage.memoryBytes().ifPresent(bytes -> point.accept(labels, (double) bytes))));
        gauge(
                "kube_pod_container_resource_limits",
                "What the container may use at most; CPU in cores.",
                new String[] {"namespace", "pod", "container", "resource"},
                point -> cluster.deployments().forEach(target -> target.pods().forEach(pod -> limits(
                        target.ref().namespace(), pod, point))));
        counter("kube_pod_container_status_restarts_total", "How often the container was started again.", CONTAINER,
                point -> cluster.pods().forEach(pod -> pod.containers().forEach(container ->
                        point.accept(labels(pod, container), (double) container.restarts()))));
    }

    private static void limits(String namespace, Pod pod, BiConsumer<String[], Double> point) {
        pod.containers().stream()
                .filter(container -> !container.init())
                .forEach(container -> container.limits().forEach((resource, milli) -> point.accept(
                        new String[] {namespace, pod.name(), container.name(), resource}, milli / 1000.0)));
    }

    private void usages(BiConsumer<String[], ContainerStatus.Usage> each) {
        for (var pod : cluster.pods()) {
            for (var container : pod.containers()) {
                container.usage().ifPresent(usage -> each.accept(labels(pod, container), usage));
            }
        }
    }

    private static String[] labels(PodStatus pod, ContainerStatus container) {
        return new String[] {pod.namespace(), pod.name(), container.name()};
    }

    private void deployments() {
        deployment("kube_deployment_spec_replicas", "Pods the Deployment should have.", DeploymentScale::specReplicas);
        deployment("kube_deployment_status_replicas", "Pods the Deployment has, without those that end.",
                target -> target.scale().statusReplicas());
        deployment("kube_deployment_status_replicas_ready", "Pods of the Deployment that serve.",
                DeploymentScale::readyReplicas);
    }

    private void deployment(String name, String help, ToDoubleFunction<DeploymentScale> value) {
        gauge(name, help, DEPLOYMENT, point -> cluster.deployments().forEach(target -> point.accept(
                new String[] {target.ref().namespace(), target.ref().name()}, value.applyAsDouble(target))));
    }

    private void services() {
        service("headroom_service_arrivals_total", "Requests that came.", ServiceTraffic::arrived);
        service("headroom_service_server_errors_total", "Requests that a pod answered with 500 or above.",
                ServiceTraffic::serverErrors);
        service("headroom_service_too_many_requests_total", "Requests that a pod answered with 429.",
                ServiceTraffic::tooManyRequests);
        service("headroom_service_requests_total", "Requests that a pod answered.", ServiceTraffic::answered);
        service("headroom_service_retries_total", "Times a request was given to another pod.", ServiceTraffic::retried);
        service("headroom_service_refused_total", "Requests answered with 503.", ServiceTraffic::refused);
        service("headroom_service_failed_total", "Requests lost with their pod, answered with 502 or 504 or cut off.",
                ServiceTraffic::failed);
        gauge("headroom_service_requests_in_flight", "Requests that are not answered yet.", SERVICE,
                point -> traffics((labels, traffic) -> point.accept(labels, (double) traffic.inFlight())));
        gauge("headroom_service_requests_waiting", "Requests that wait for a ready pod.", SERVICE,
                point -> traffics((labels, traffic) -> point.accept(labels, (double) traffic.waiting())));
    }

    private void service(String name, String help, ToDoubleFunction<ServiceTraffic> value) {
        counter(name, help, SERVICE, point -> traffics((labels, traffic) ->
                point.accept(labels, value.applyAsDouble(traffic))));
    }

    private void traffics(BiConsumer<String[], ServiceTraffic> each) {
        for (var service : cluster.services()) {
            for (var port : service.ports()) {
                each.accept(
                        new String[] {service.namespace(), service.name(), Integer.toString(port.port())},
                        port.traffic());
            }
        }
    }

    /// Gives the present points of a metric, each with its label values.
    private interface Points {
        void give(BiConsumer<String[], Double> point);
    }

    private void counter(String name, String help, String[] labels, Points points) {
        collectors.add(CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(callback -> points.give((values, value) -> callback.call(value, values)))
                .build());
    }

    private void gauge(String name, String help, String[] labels, Points points) {
        collectors.add(GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(callback -> points.give((values, value) -> callback.call(value, values)))
                .build());
    }

    @Override
    public void close() {
        collectors.forEach(registry::unregister);
    }
}
