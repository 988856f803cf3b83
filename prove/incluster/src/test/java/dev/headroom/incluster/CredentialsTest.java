package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.certificates.CertificateAuthority;
import dev.headroom.certificates.KeyAlgorithm;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.certificates.Leaf;
import dev.headroom.certificates.Validity;
import dev.headroom.controlplane.Part;
import dev.headroom.testbed.ClusterTest;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Credentials and certificates that end or are replaced while an operator runs, or while none runs.
@ClusterTest
@Timeout(240)
class CredentialsTest {

    /// The lease is asked for every 2.4 s, and each refusal has the files read again; watches wait 20 s at most.
    private static final Duration REPLACED = Duration.ofSeconds(25);

    /// The first round is made before the address is listened at; the aggregator looks every few seconds.
    private static final Duration SERVED = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    private static OperatorCluster cluster;

    private final TaskSource tasks = new TaskSource();
    private String namespace = "";

    @BeforeAll
    static void controlPlane() {
        cluster = new OperatorCluster(folder);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void aTarget() {
        namespace = cluster.bed().namespace("credentials");
        cluster.apply(namespace, TaskSource.deployment("web", 1));
        cluster.apply(namespace, tasks.scaledObject("web", "web", "").replace("minReplicaCount: 0",
                "minReplicaCount: 1"));
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    private static Path pki(String name) {
        return cluster.bed().folder().resolve("pki").resolve(name);
    }

    private static CertificateAuthority authority() throws IOException {
        return CertificateAuthority.of(Files.readString(pki("ca.crt")), Files.readString(pki("ca.key")));
    }

    private static KeyedCertificate client(Duration from, Duration to) throws IOException {
        var now = Instant.now();
        var leaf = new Leaf(
                ONE.name(), List.of("headroom"), List.of(), Set.of(Leaf.Usage.CLIENT), KeyAlgorithm.RSA_2048);
        return authority().issue(leaf, new Validity(now.plus(from), now.plus(to)));
    }

    private Path kubeconfig(String authority, String credentials) throws IOException {
        var file = cluster.file(namespace + ".yaml");
        var next = Files.writeString(cluster.file(namespace + ".next"), """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: c
                    cluster:
                      server: %s
                      certificate-authority-data: %s
                users:
                  - name: u
                    user:
                      %s
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(cluster.bed().controlPlane().url(), encoded(authority), credentials));
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String of(KeyedCertificate client) {
        return "client-certificate-data: " + encoded(client.certificatePem()) + "\n      client-key-data: "
                + encoded(client.keyPem());
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private int max() {
        return cluster.autoscaler(namespace, "web").path("spec").path("maxReplicas").asInt(0);
    }

    private void wish(int replicas) {
        cluster.kubectl("patch", "scaledobject", "web", "-n", namespace, "--type=merge", "-p",
                "{\"spec\":{\"maxReplicaCount\":" + replicas + "}}");
    }

    /// A client certificate ends, and a token takes its place.
    @Test
    void whatIsReplacedOnDiskIsUsedWithoutARestart() throws IOException {
        var trusted = cluster.bed().controlPlane().authority();
        cluster.kubectl("create", "serviceaccount", "headroom", "-n", namespace);
        for (var role : List.of("headroom-adapter", "headroom-lease")) {
            cluster.kubectl("create", "clusterrolebinding", role + "-" + namespace, "--clusterrole=" + role,
                    "--serviceaccount=" + namespace + ":headroom");
        }
        var ending = client(Duration.ofMinutes(-1), Duration.ofSeconds(30));
        try (var one = cluster.operator(ONE, kubeconfig(trusted, of(ending)), namespace, "adapter")) {
            one.awaitActing();
            Waiting.until(() -> max() == 6, one::said);
            Waiting.until(() -> one.said().contains("not acting any more"), one::said);

            kubeconfig(trusted, "token: " + cluster.kubectl("create", "token", "headroom", "-n", namespace).strip());
            wish(7);
            Waiting.within(REPLACED, () -> max() == 7, one::said);
        }
        assertEquals(1, cluster.replicas(namespace, "web"));
    }

    @Test
    void anotherAuthorityOfTheApiServerIsBelievedOnceItIsInTheKubeconfig() throws IOException {
        var trusted = cluster.bed().controlPlane().authority();
        var other = CertificateAuthority.create(
                "another", Validity.of(Instant.now(), Duration.ofDays(1)), KeyAlgorithm.EC_P256);
        var both = trusted + other.own().certificatePem();
        var admin = cluster.bed().controlPlane().kubeconfig();
        Files.writeString(admin, Files.readString(admin).replace(encoded(trusted), encoded(both)));
        var credentials = of(client(Duration.ofMinutes(-1), Duration.ofHours(1)));
        try (var one = cluster.operator(ONE, kubeconfig(trusted, credentials), namespace, "adapter")) {
            one.awaitActing();
            Waiting.until(() -> max() == 6, one::said);
            var before = served();
            serve(other.issue(
                    Leaf.server(List.of("localhost", "127.0.0.1", "10.96.0.1", "kubernetes.default.svc")),
                    Validity.of(Instant.now(), Duration.ofDays(1))));
            Waiting.until(() -> one.said().contains("not acting any more"), one::said);
            kubeconfig(both, credentials);
            wish(7);
            Waiting.within(REPLACED, () -> max() == 7, one::said);
            serve(before);
        }
    }

    private static KeyedCertificate served() throws IOException {
        return KeyedCertificate.of(Files.readString(pki("apiserver.crt")), Files.readString(pki("apiserver.key")));
    }

    /// The API server begins anew with another certificate; without its tickets, nobody goes on in an old session.
    private static void serve(KeyedCertificate certificate) throws IOException {
        cluster.bed().controlPlane().part(Part.API_SERVER).stop();
        Files.writeString(pki("apiserver.key"), certificate.keyPem());
        Files.writeString(pki("apiserver.crt"), certificate.certificatePem());
        cluster.bed().controlPlane().part(Part.API_SERVER).launch();
        var presented = certificate.certificate().getSerialNumber();
        Waiting.until(() -> presents(presented), () -> "the API server does not present it");
        Waiting.until(
                () -> cluster.bed().kubectl("get", "--raw", "/readyz").status() == 0,
                () -> "the API server is not ready");
    }

    private static boolean presents(BigInteger serial) {
        var url = cluster.bed().controlPlane().url();
        try (var socket = (SSLSocket) everybody().getSocketFactory()
                .createSocket("127.0.0.1", Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)))) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0] instanceof X509Certificate leaf
                    && leaf.getSerialNumber().equals(serial);
        } catch (IOException | GeneralSecurityException _) {
            return false;
        }
    }

    private static SSLContext everybody() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Everybody()}, null);
        return context;
    }

    /// Looks at certificates without believing them.
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// The operator was down for ten days, and its authority and its certificate ended meanwhile.
    @Test
    void aServingCertificateThatEndedWhileNobodyRanIsMadeAnew() {
        int port = OperatorCluster.freePort();
        cluster.leadMetricsTo(namespace, port);
        var now = Instant.now();
        var ended = new Validity(now.minus(Duration.ofDays(100)), now.minus(Duration.ofDays(10)));
        var authority = CertificateAuthority.create("headroom-apiserver@1", ended, KeyAlgorithm.EC_P256);
        var serving = authority.issue(Leaf.server(List.of("headroom-metrics." + namespace + ".svc")), ended);
        cluster.apply(namespace, """
                apiVersion: v1
                kind: Secret
                metadata: {name: headroom-operator-serving}
                data: {ca.crt: %s, ca.key: %s, tls.crt: %s, tls.key: %s}
                """.formatted(
                        encoded(authority.own().certificatePem()),
                        encoded(authority.own().keyPem()),
                        encoded(serving.certificatePem()),
                        encoded(serving.keyPem())));
        cluster.kubectl("patch", "apiservice", OperatorCluster.EXTERNAL, "--type=merge", "-p",
                "{\"spec\":{\"caBundle\":\"" + encoded(authority.own().certificatePem()) + "\"}}");
        tasks.say(18);
        try (var one = cluster.operator(ONE, namespace, "adapter",
                "--metrics-service", "headroom-metrics", "--metrics-listen", "127.0.0.1:" + port)) {
            Waiting.within(now, SERVED, () -> external().contains("\"value\":\"18\""), () -> external() + one.said());
            Waiting.until(() -> cluster.replicas(namespace, "web") == 4, one::said);
        } finally {
            cluster.kubectl("delete", "apiservice", OperatorCluster.EXTERNAL);
        }
    }

    private String external() {
        return cluster.bed().kubectl("get", "--raw", "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + namespace
                + "/s0-metric-api-tasks?labelSelector=scaledobject.keda.sh%2Fname%3Dweb").output();
    }
}
