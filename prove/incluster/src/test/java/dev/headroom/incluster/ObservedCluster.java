package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A control plane with a node, and the operators that scrape in it, as a user with the rights of their roles.
final class ObservedCluster implements AutoCloseable {

    static final User OBSERVER = new User("observer", List.of("headroom"));

    /// As the Prometheus Operator has them, without their schema.
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %2$s.monitoring.coreos.com}
            spec:
              group: monitoring.coreos.com
              scope: Namespaced
              names: {kind: %1$s, listKind: %1$sList, plural: %2$s, singular: %3$s}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            ---
            """;

    static final String MONITORING = DEFINITION.formatted("ServiceMonitor", "servicemonitors", "servicemonitor")
            + DEFINITION.formatted("PodMonitor", "podmonitors", "podmonitor")
            + DEFINITION.formatted("PrometheusRule", "prometheusrules", "prometheusrule");

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final String mode;
    private final TestBed bed;
    private final AuditLog audit;
    private final HttpClient http = HttpClient.newHttpClient();

    /// @param mode of its operators, whose roles they have
    ObservedCluster(Path folder, String mode) {
        this.folder = folder;
        this.mode = mode;
        var policy = written("policy.yaml", AuditLog.POLICY);
        var log = written("audit.log", "");
        audit = new AuditLog(log);
        bed = TestBed.start(settings -> settings.with(OBSERVER)
                .hpaSyncPeriod(Duration.ofSeconds(1))
                .with(Part.API_SERVER, "--audit-policy-file=" + policy, "--audit-log-path=" + log));
        bed.node();
        apply("", Installation.CRDS.manifests());
        apply("", Installation.RBAC.manifests());
        for (var role : List.of("headroom-" + mode, "headroom-lease", "headroom-serving", "headroom-certificate",
                "headroom-observer", "headroom-resource-metrics", "system:auth-delegator")) {
            kubectl("create", "clusterrolebinding", role.replace(':', '-'), "--clusterrole=" + role,
                    "--group=headroom");
        }
        kubectl("create", "rolebinding", "headroom", "-n", "kube-system",
                "--role=extension-apiserver-authentication-reader", "--group=headroom");
    }

    TestBed bed() {
        return bed;
    }

    /// A file for a program.
    Path written(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String resource(String name) {
        try (var stream = Objects.requireNonNull(ObservedCluster.class.getResourceAsStream("/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String kubectl(String... arguments) {
        var answer = bed.kubectl(arguments);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    void apply(String namespace, String manifest) {
        var answer = namespace.isEmpty()
                ? bed.kubectl(User.ADMIN, manifest, "apply", "-f", "-")
                : bed.kubectl(User.ADMIN, manifest, "apply", "-n", namespace, "-f", "-");
        assertEquals(0, answer.status(), answer::output);
    }

    /// An operator that scrapes what a configuration says.
    OperatorProcess operator(String name, String config, String... more) {
        var data = folder.resolve(name + "-data");
        var arguments = new ArrayList<>(List.of(
                "--mode",
                mode,
                "--sync-period",
                "1s",
                "--config.file",
                written(name + ".yml", config).toString(),
                "--data",
                data.toString()));
        arguments.addAll(List.of(more));
        return new OperatorProcess(
                folder.resolve(name + ".log"),
                bed.controlPlane().kubeconfig(OBSERVER),
                name,
                arguments.toArray(String[]::new));
    }

    /// The token of the operator's user, for kubelets.
    Path token() {
        return written("token", bed.controlPlane().access(OBSERVER).token());
    }

    Path authority() {
        return written("ca.crt", bed.controlPlane().authority());
    }

    /// What the Prometheus API of a server answers.
    JsonNode ask(String server, String path) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(server + path)).build(), HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("data");
        } catch (IOException _) {
            return JSON.createObjectNode();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    int replicas(String namespace, String deployment) {
        var path = "jsonpath={.spec.replicas}";
        return Integer.parseInt(kubectl("get", "deployment", deployment, "-n", namespace, "-o", path));
    }

    /// What the operator's user was refused.
    List<AuditLog.Entry> refused() {
        return audit.of(OBSERVER.name()).stream().filter(each -> each.code() == 403).toList();
    }

    /// The aggregator's way to a server on this machine.
    void serve(int port, List<String> services) {
        apply("", """
                apiVersion: v1
                kind: Service
                metadata: {name: headroom-metrics, namespace: default}
                spec: {type: ExternalName, externalName: localhost}
                """);
        for (var service : services) {
            int dot = service.indexOf('.');
            apply("", """
                    apiVersion: apiregistration.k8s.io/v1
                    kind: APIService
                    metadata: {name: %s}
                    spec:
                      group: %s
                      version: %s
                      groupPriorityMinimum: 100
                      versionPriority: 100
                      service: {name: headroom-metrics, namespace: default, port: %d}
                    """.formatted(service, service.substring(dot + 1), service.substring(0, dot), port));
        }
    }

    /// The arguments of an operator that serves the metrics APIs at a port.
    static List<String> serving(int port) {
        return List.of("--metrics-service", "headroom-metrics", "--metrics-listen", "127.0.0.1:" + port);
    }

    /// The arguments of one that asks the kubelets for usage, and serves it.
    List<String> usage() {
        return List.of(
                "--resource-metrics",
                "--kubelet-token",
                token().toString(),
                "--kubelet-ca",
                authority().toString());
    }

    /// A Deployment whose pods are processes that ask to be scraped by annotation, and its Service.
    static String slowService(String name, String program, String annotations) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}, annotations: {%5$s}}
                    spec:
                      terminationGracePeriodSeconds: 2
                      containers:
                      - name: web
                        image: none
                        command: ["%2$s", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "%3$s", "%4$s"]
                        env:
                        - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                        ports: [{containerPort: 8000, name: http}]
                        readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, labels: {app: %1$s}}
                spec: {selector: {app: %1$s}, ports: [{port: 80, targetPort: http, name: web}]}
                """
                .formatted(
                        name,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        program,
                        annotations);
    }

    @Override
    public void close() {
        http.close();
        bed.close();
    }
}
