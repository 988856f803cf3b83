package dev.headroom.peers;

import dev.headroom.certificates.CertificateAuthority;
import dev.headroom.certificates.KeyAlgorithm;
import dev.headroom.certificates.Leaf;
import dev.headroom.certificates.Validity;
import dev.headroom.machine.LocalMachine;
import dev.headroom.programs.GoModule;
import dev.headroom.programs.GoTool;
import dev.headroom.programs.LoopbackProgram;
import dev.headroom.programs.LoopbackProgram.Launch;
import dev.headroom.programs.ProgramException;
import dev.headroom.programs.Readiness;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// KEDA as people run it, its operator and its metrics server, on loopback before an API server. It is not part of the
/// product.
///
/* Both programs want to believe that they run in a pod: they read the folder of a service account at its usual path.
 * They get it in a mount namespace of their own (unshare), so that nothing of this machine is changed; that takes root,
 * or the right to make user namespaces. */
public final class StockKeda implements AutoCloseable {

    public static final String VERSION = "2.21.0";

    private static final String PACKAGE = "github.com/kedacore/keda/v2";
    /// What its releases are built with; without it the autoscalers that it makes have the label `main`.
    private static final String RELEASE = "-X " + PACKAGE + "/version.Version=" + VERSION;

    private static final String SERVICE = "keda-metrics-apiserver";
    private static final List<String> NAMES = List.of(
            "keda-operator.keda.svc", SERVICE + ".keda.svc", SERVICE + ".keda.svc.cluster.local", "localhost",
            "127.0.0.1");
    private static final Pattern MODULE_FOLDER = Pattern.compile("\"Dir\": \"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final Set<Leaf.Usage> BOTH = Set.of(Leaf.Usage.SERVER, Leaf.Usage.CLIENT);

    /// Puts a folder at the path of a service account, and becomes a program; neither is seen by anybody else.
    private static final String IN_A_POD = "mount -t tmpfs none /run && mkdir -p /run/secrets/kubernetes.io"
            + " && ln -s \"$0\" /run/secrets/kubernetes.io/serviceaccount && exec \"$@\"";

    private final LocalMachine machine;
    private final LoopbackProgram operator;
    private final LoopbackProgram adapter;
    private final Path folder;
    private final Cluster cluster;
    private final CertificateAuthority authority;
    private final int port = LoopbackProgram.freePort();

    /// The programs.
    public record Programs(Path operator, Path adapter) {}

    /// The API server, and who KEDA is there.
    ///
    /// @param certificate of the authority that is believed, as PEM
    /// @param namespaces that KEDA works for, joined by commas; empty for all
    public record Cluster(Path kubeconfig, URI url, String certificate, String token, String namespaces) {}

    /// How Go builds the operator.
    ///
    /// @param root of the repository
    public static GoTool operator(Path root) {
        return new GoTool(module(root), PACKAGE + "/cmd/operator", "keda-operator", RELEASE);
    }

    /// How Go builds the metrics server.
    public static GoTool adapter(Path root) {
        return new GoTool(module(root), PACKAGE + "/cmd/adapter", "keda-adapter", RELEASE);
    }

    private static GoModule module(Path root) {
        return GoModule.in(folder(root));
    }

    private static Path folder(Path root) {
        return root.resolve("prove/peers/go/keda");
    }

    /// The definitions of KEDA's kinds, as files that `kubectl create` takes.
    public static List<Path> definitions(Path root) {
        try {
            var process = new ProcessBuilder("go", "mod", "download", "-json", PACKAGE)
                    .directory(folder(root).toFile())
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var module = MODULE_FOLDER.matcher(said);
            if (!module.find()) {
                throw new ProgramException("keda: expected Go to fetch its module, got " + said.strip());
            }
            try (var files = Files.list(Path.of(module.group(1), "config", "crd", "bases"))) {
                return files.sorted().toList();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts both.
    ///
    /// @param folder for certificates and logs
    public StockKeda(Programs programs, Path folder, Cluster cluster, Timeline timeline) {
        this.folder = folder;
        this.cluster = cluster;
        var validity = Validity.of(timeline.now(), VALIDITY);
        authority = CertificateAuthority.create("keda", validity, KeyAlgorithm.EC_P256);
        var leaf = authority.issue(
                new Leaf("keda-operator", List.of(), NAMES, BOTH, KeyAlgorithm.EC_P256), validity);
        written("certs/ca.crt", authority.own().certificatePem());
        written("certs/ca.key", authority.own().keyPem());
        written("certs/tls.crt", leaf.certificatePem());
        written("certs/tls.key", leaf.keyPem());
        written("account/token", cluster.token());
        written("account/ca.crt", cluster.certificate());
        written("account/namespace", "keda");
        machine = LocalMachine.open(timeline);
        int metrics = LoopbackProgram.freePort();
        operator = new LoopbackProgram(machine, operator(programs, metrics));
        adapter = new LoopbackProgram(machine, adapter(programs, metrics));
        try {
            operator.start();
            adapter.start();
        } catch (ProgramException failure) {
            close();
            throw failure;
        }
    }

    private Launch operator(Programs programs, int metrics) {
        int health = LoopbackProgram.freePort();
        var command = List.of(
                programs.operator().toString(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--cert-dir=" + folder.resolve("certs"),
                "--leader-elect=false",
                "--metrics-service-bind-address=127.0.0.1:" + metrics,
                "--metrics-bind-address=127.0.0.1:" + LoopbackProgram.freePort(),
                "--health-probe-bind-address=127.0.0.1:" + health);
        return new Launch("keda-operator", inAPod(command), folder.resolve("keda-operator.log"),
                Readiness.http(health, "/readyz", PATIENCE), GRACE);
    }

    private Launch adapter(Programs programs, int metrics) {
        int own = LoopbackProgram.freePort();
        var certs = folder.resolve("certs");
        var command = List.of(
                programs.adapter().toString(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--authentication-kubeconfig=" + cluster.kubeconfig(),
                "--authorization-kubeconfig=" + cluster.kubeconfig(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--port=" + own,
                "--metrics-service-address=127.0.0.1:" + metrics,
                "--metrics-service-grpc-authority=keda-operator.keda.svc",
                "--client-ca-file=" + certs.resolve("ca.crt"),
                "--tls-cert-file=" + certs.resolve("tls.crt"),
                "--tls-private-key-file=" + certs.resolve("tls.key"),
                "--cert-dir=" + certs);
        return new Launch("keda-adapter", inAPod(command), folder.resolve("keda-adapter.log"),
                Readiness.http(own, "/metrics", PATIENCE), GRACE);
    }

    private List<String> inAPod(List<String> command) {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        var all = new ArrayList<>(List.of(
                "env",
                "KUBERNETES_SERVICE_HOST=" + cluster.url().getHost(),
                "KUBERNETES_SERVICE_PORT=" + cluster.url().getPort(),
                "KUBERNETES_CLUSTER_DOMAIN=cluster.local",
                "POD_NAMESPACE=keda",
                "POD_NAME=keda-operator-0",
                "KEDA_CLUSTER_OBJECT_NAMESPACE=keda",
                "WATCH_NAMESPACE=" + cluster.namespaces(),
                "unshare"));
        all.add(isRoot ? "--mount" : "--map-root-user");
        if (!isRoot) {
            all.add("--mount");
        }
        all.addAll(List.of("sh", "-c", IN_A_POD, folder.resolve("account").toAbsolutePath().toString()));
        all.addAll(command);
        return all;
    }

    private void written(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The Service of its metrics server, in the namespace `keda`, and the registration of the external metrics there.
    public String apiService() {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: keda}
                spec: {type: ExternalName, externalName: localhost}
                ---
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1beta1.external.metrics.k8s.io}
                spec:
                  group: external.metrics.k8s.io
                  version: v1beta1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  service: {name: %1$s, namespace: keda, port: %2$d}
                  caBundle: %3$s
                """
                .formatted(SERVICE, port, Base64.getEncoder()
                        .encodeToString(authority.own().certificatePem().getBytes(StandardCharsets.US_ASCII)));
    }

    /// Ends the operator; its metrics server goes on, and has nobody to ask.
    public void stopOperator() {
        operator.stop();
    }

    /// Starts the operator again.
    public void startOperator() {
        operator.start();
    }

    /// The logs of both.
    public List<Path> logs() {
        return List.of(operator.log(), adapter.log());
    }

    /// Ends both; returns when they are gone.
    @Override
    public void close() {
        adapter.terminate();
        operator.terminate();
        adapter.close();
        operator.close();
        machine.close();
    }
}
