package dev.headroom.server;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.processes.PodStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A whole Headroom in this process, whose replicas are real processes of [ReplicaProgram]: an autoscaler `web` wants
/// 10 requests in flight per replica, between one and three of them, and decides five times a second.
final class LiveLoop implements AutoCloseable {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Wiring wiring;
    private final Path page;
    private final HttpClient http = HttpClient.newHttpClient();

    LiveLoop(Path folder) {
        page = folder.resolve("page");
        pages("fine", 0);
        var manifest = folder.resolve("web.yaml");
        write(manifest, manifests());
        wiring = Wiring.start(config(folder, 0), List.of(manifest));
    }

    static ServerConfig config(Path folder, int port) {
        return new ServerConfig(
                "127.0.0.1",
                port,
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                new ServerConfig.Data(folder.resolve("data"), Duration.ofDays(1), 0),
                folder.resolve("logs"),
                folder,
                Map.of("java", JAVA),
                List.of(),
                Optional.empty(),
                1);
    }

    private static String testClasses() {
        return Path.of(ReplicaProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
    }

    private String manifests() {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 2
                      containers:
                        - name: main
                          command: [java, -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -Xmx32m, -cp, "%s"]
                          args: [dev.headroom.server.ReplicaProgram, "%s"]
                          ports: [{containerPort: 8000, name: http}]
                          env:
                            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                          readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8000"}
                spec:
                  selector: {app: web}
                  ports: [{name: http, port: 8000, targetPort: http}]
                ---
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: web}
                spec:
                  scaleTargetRef: {name: web}
                  minReplicaCount: 1
                  maxReplicaCount: 3
                  triggers:
                    - type: prometheus
                      name: in-flight
                      metadata:
                        serverAddress: http://127.0.0.1:9095
                        query: sum(work_in_flight{service="web"})
                        threshold: "10"
                  advanced:
                    horizontalPodAutoscalerConfig:
                      behavior:
                        scaleUp: {stabilizationWindowSeconds: 0}
                        scaleDown: {stabilizationWindowSeconds: 0}
                """.formatted(testClasses(), page);
    }

    /// Makes the metrics page of every replica do that from now on.
    void pages(String fault, int inFlight) {
        write(page, fault + " " + inFlight);
    }

    private void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<PodStatus> pods() {
        return wiring.cluster().pods();
    }

    int readyReplicas() {
        return (int) pods().stream().filter(PodStatus::ready).count();
    }

    DecisionRecord newest() {
        return wiring.newest(wiring.autoscalers().getFirst()).orElseThrow();
    }

    boolean hasEvent(String reason) {
        return wiring.events().newest(EventLog.LIMIT).stream()
                .anyMatch(entry -> entry.value().reason().equals(reason));
    }

    /// What a GET of that path answers.
    String read(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(wiring.url() + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// Waits until it holds, half a minute at most.
    boolean until(BooleanSupplier condition) {
        long deadline = wiring.timeline().nanos() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && wiring.timeline().nanos() < deadline) {
            pause(Duration.ofMillis(20));
        }
        return condition.getAsBoolean();
    }

    static void pause(Duration duration) {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        wiring.close();
        http.close();
    }
}
