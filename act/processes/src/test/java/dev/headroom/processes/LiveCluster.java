package dev.headroom.processes;

import dev.headroom.manifests.Manifest;
import dev.headroom.timeline.WallTimeline;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A cluster of real processes, with what it needs around it.
final class LiveCluster implements ClusterEvents, AutoCloseable {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    final List<String> events = new CopyOnWriteArrayList<>();
    final PrometheusRegistry registry = new PrometheusRegistry();
    final ProcessCluster cluster;
    private final WallTimeline timeline = new WallTimeline();
    private final Vertx vertx = Vertx.vertx();

    LiveCluster(String yaml, Path folder) {
        var settings = new ProcessSettings(
                folder.resolve("logs"), folder, Map.of("java", JAVA), System.nanoTime());
        cluster = ProcessCluster.of(
                Manifest.read("live.yaml", yaml), settings, new Surroundings(timeline, vertx, this, registry));
        cluster.start();
    }

    /// A Deployment `web` of the small service and a Service in front of it; `more` are lines of its container.
    static String web(int replicas, String more) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 10
                      containers:
                        - name: main
                          command: [java, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -Xmx32m]
                          args: [-cp, "%s", dev.headroom.processes.PodProgram]
                          ports: [{containerPort: 8000, name: http}]
                          env:
                            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                          readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                %s
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  annotations: {headroom.dev/retry: non-idempotent}
                spec:
                  selector: {app: web}
                  ports: [{name: http, port: 8000, targetPort: http}]
                """.formatted(replicas, testClasses(), more.indent(10));
    }

    static String testClasses() {
        return Path.of(PodProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
    }

    Instant now() {
        return timeline.now();
    }

    /// Waits until it holds, half a minute at most.
    static boolean until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
        return condition.getAsBoolean();
    }

    boolean serve(int replicas) {
        return until(() -> cluster.services().getFirst().readyPods().size() == replicas);
    }

    String address() {
        return cluster.services().getFirst().addresses().getFirst();
    }

    @Override
    public void event(Instant time, boolean warning, String kind, String object, String reason, String message) {
        events.add(reason + " " + kind + " " + object + ": " + message);
    }

    @Override
    public void podsChanged() {
        // The tests look at the pods.
    }

    @Override
    public void close() {
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        timeline.close();
    }
}
