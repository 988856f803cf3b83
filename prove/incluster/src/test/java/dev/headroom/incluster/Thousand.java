package dev.headroom.incluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Many HorizontalPodAutoscalers with one external metric each, and the metrics API that answers all of them. Their
/// targets are paused Deployments of one replica: no pod is made, so that nobody else has anything to do.
final class Thousand implements AutoCloseable {

    private static final String API = "/apis/external.metrics.k8s.io/v1beta1";
    private static final String NAMESPACE = "thousand";

    private final OperatorCluster cluster;
    private final HttpsServer server;
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean moving;

    Thousand(OperatorCluster cluster, int count) {
        this.cluster = cluster;
        cluster.kubectl("create", "namespace", NAMESPACE);
        server = serving(cluster.bed());
        apply(server.getAddress().getPort());
        create(count);
    }

    static String namespace() {
        return NAMESPACE;
    }

    /// Whether each answer differs a little from the one before, within the tolerance: no decision changes, each status
    /// does.
    void move(boolean each) {
        moving = each;
    }

    private HttpsServer serving(TestBed bed) {
        try {
            var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var certificate = bed.controlPlane().serving(List.of("headroom-metrics." + NAMESPACE + ".svc"));
            https.setHttpsConfigurator(new HttpsConfigurator(tls(certificate)));
            https.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            https.createContext("/", this::answer);
            https.start();
            return https;
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static SSLContext tls(KeyedCertificate certificate) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var chain = new X509Certificate[] {certificate.certificate()};
        store.setKeyEntry("serving", certificate.key(), new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            boolean metric = path.startsWith(API + "/namespaces/");
            var body = (metric ? value() : path.startsWith(API) ? RESOURCES : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static final String RESOURCES = """
            {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "external.metrics.k8s.io/v1beta1",
             "resources": [{"name": "load", "singularName": "", "namespaced": true,
                            "kind": "ExternalMetricValueList", "verbs": ["get"]}]}""";

    private String value() {
        long number = asked.incrementAndGet();
        return """
                {"kind": "ExternalMetricValueList", "apiVersion": "external.metrics.k8s.io/v1beta1", "metadata": {},
                 "items": [{"metricName": "load", "metricLabels": {}, "timestamp": "%s", "value": "%d"}]}"""
                .formatted(Instant.now(), moving ? 96 + number % 7 : 100);
    }

    private void apply(int port) {
        cluster.leadMetricsTo(NAMESPACE, port);
        var authority = Base64.getEncoder()
                .encodeToString(cluster.bed().controlPlane().authority().getBytes(StandardCharsets.US_ASCII));
        cluster.kubectl("patch", "apiservice", OperatorCluster.EXTERNAL, "--type=merge", "-p",
                "{\"spec\":{\"caBundle\":\"" + authority + "\"}}");
        Waiting.until(
                () -> cluster.bed().kubectl("get", "--raw", API + "/namespaces/x/load").output().contains("100"),
                () -> cluster.kubectl("get", "apiservice", OperatorCluster.EXTERNAL, "-o", "yaml"));
    }

    private void create(int count) {
        var all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append("""
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web-%1$d}
                    spec:
                      replicas: 1
                      paused: true
                      selector: {matchLabels: {app: web-%1$d}}
                      template:
                        metadata: {labels: {app: web-%1$d}}
                        spec: {containers: [{name: web, image: none}]}
                    ---
                    apiVersion: autoscaling/v2
                    kind: HorizontalPodAutoscaler
                    metadata: {name: web-%1$d}
                    spec:
                      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web-%1$d}
                      minReplicas: 1
                      maxReplicas: 10
                      metrics:
                        - type: External
                          external: {metric: {name: load}, target: {type: Value, value: "100"}}
                    """.formatted(i));
        }
        try {
            var file = Files.writeString(cluster.file("thousand.yaml"), all);
            cluster.kubectl("create", "-n", NAMESPACE, "-f", file.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
