package dev.headroom.incluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A source of a metrics-api trigger that says what the test wants.
final class TaskSource implements AutoCloseable {

    private final AtomicInteger tasks = new AtomicInteger();
    private HttpServer server;

    TaskSource() {
        server = listening(0);
    }

    private HttpServer listening(int port) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = ("{\"tasks\": " + tasks.get() + "}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    /// Nobody listens any more.
    void goAway() {
        server.stop(0);
    }

    /// The same is where it was.
    void comeBack() {
        server = listening(server.getAddress().getPort());
    }

    void say(int count) {
        tasks.set(count);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /// A ScaledObject of a Deployment that is woken up by tasks, five a replica.
    String scaledObject(String name, String deployment, String more) {
        return """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: %s}
                spec:
                  scaleTargetRef: {name: %s}
                  pollingInterval: 1
                  cooldownPeriod: 3
                  minReplicaCount: 0
                  maxReplicaCount: 6
                  %s
                  triggers:
                    - type: metrics-api
                      metadata:
                        url: %s
                        valueLocation: tasks
                        targetValue: "5"
                """
                .formatted(name, deployment, more, url());
    }

    /// A Deployment whose pods nobody runs.
    static String deployment(String name, int replicas) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: web, image: none, resources: {requests: {cpu: 100m}}}]}
                """
                .formatted(name, replicas);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
