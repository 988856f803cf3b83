package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.controlplane.ControlPlaneSettings;
import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A control plane that notes who asks for what, where two users may do what the roles of an operator say and nothing
/// else.
final class OperatorCluster implements AutoCloseable {

    static final User ONE = new User("operator-one", List.of("headroom"));
    static final User TWO = new User("operator-two", List.of("headroom"));

    /// An APIService for the external metrics of an operator on loopback.
    static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ROLES = List.of(
            "headroom-adapter",
            "headroom-autoscaler",
            "headroom-lease",
            "headroom-serving",
            "headroom-certificate",
            "system:auth-delegator");

    private final Path folder;
    private final TestBed bed;
    private final AuditLog audit;

    OperatorCluster(Path folder) {
        this(folder, settings -> settings);
    }

    OperatorCluster(Path folder, UnaryOperator<ControlPlaneSettings> with) {
        this.folder = folder;
        var policy = folder.resolve("policy.yaml");
        var log = folder.resolve("audit.log");
        try {
            Files.writeString(policy, AuditLog.POLICY);
            Files.createFile(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        audit = new AuditLog(log);
        bed = TestBed.start(settings -> with.apply(settings.with(ONE)
                .with(TWO)
                .hpaSyncPeriod(Duration.ofSeconds(1))
                .with(Part.API_SERVER, "--audit-policy-file=" + policy, "--audit-log-path=" + log)));
        apply("", Installation.CRDS.manifests());
        apply("", Installation.RBAC.manifests());
        kubectl("create", "namespace", "keda");
        ROLES.forEach(role -> kubectl(
                "create", "clusterrolebinding", role.replace(':', '-'), "--clusterrole=" + role, "--group=headroom"));
        kubectl("create", "rolebinding", "headroom", "-n", "kube-system",
                "--role=extension-apiserver-authentication-reader", "--group=headroom");
        Waiting.until(
                () -> bed.kubectl("get", "scaledobjects,triggerauthentications,clustertriggerauthentications")
                                .status()
                        == 0,
                () -> "the definitions are not served");
    }

    TestBed bed() {
        return bed;
    }

    AuditLog audit() {
        return audit;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// What kubectl says to the administrator, who must succeed.
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

    /// Leads the external metrics API to a port of loopback, by the Service `headroom-metrics` of a namespace.
    void leadMetricsTo(String namespace, int port) {
        apply("", """
                apiVersion: v1
                kind: Service
                metadata: {name: headroom-metrics, namespace: %s}
                spec: {type: ExternalName, externalName: localhost}
                ---
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: %s}
                spec:
                  group: external.metrics.k8s.io
                  version: v1beta1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  service: {name: headroom-metrics, namespace: %s, port: %d}
                """.formatted(namespace, EXTERNAL, namespace, port));
    }

    /// An operator that works for a namespace, whose lease is there, too.
    OperatorProcess operator(User user, Path kubeconfig, String namespace, String mode, String... more) {
        var all = new ArrayList<>(List.of(
                "operator",
                "--kubeconfig",
                kubeconfig.toString(),
                "--identity",
                user.name(),
                "--lease-namespace",
                namespace,
                "--listen",
                "127.0.0.1:0",
                "--mode",
                mode,
                "--namespace",
                namespace));
        all.addAll(List.of(more));
        return new OperatorProcess(folder.resolve(user.name() + "-" + namespace + "-" + all.hashCode() + ".log"), all);
    }

    OperatorProcess operator(User user, String namespace, String mode, String... more) {
        return operator(user, bed.controlPlane().kubeconfig(user), namespace, mode, more);
    }

    /// An object; an empty one when it is not there or nobody answers.
    JsonNode get(String namespace, String kind, String name) {
        var answer = bed.kubectl("get", kind, name, "-n", namespace, "-o", "json");
        return answer.status() == 0 ? JSON.readTree(answer.output()) : JSON.createObjectNode();
    }

    int replicas(String namespace, String deployment) {
        return get(namespace, "deployment", deployment).path("spec").path("replicas").asInt(-1);
    }

    JsonNode autoscaler(String namespace, String name) {
        return get(namespace, "hpa", "keda-hpa-" + name);
    }

    String holder(String namespace) {
        return get(namespace, "lease", "headroom-operator").path("spec").path("holderIdentity").asString("");
    }

    /// What an operator wrote in its namespace, its lease aside.
    List<AuditLog.Entry> writes(User user, String namespace) {
        return audit.writes(user.name()).stream()
                .filter(each -> each.path().contains("/" + namespace + "/"))
                .toList();
    }

    static String condition(JsonNode object, String type) {
        return object.path("status").path("conditions").valueStream()
                .filter(each -> each.path("type").asString("").equals(type))
                .map(each -> each.path("status").asString("") + " " + each.path("reason").asString("") + ": "
                        + each.path("message").asString(""))
                .findFirst()
                .orElse("");
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        bed.close();
    }
}
