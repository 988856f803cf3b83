package dev.headroom.apiserver;

import dev.headroom.adapter.MetricAnswer;
import dev.headroom.certificates.CertificateAuthority;
import dev.headroom.certificates.KeyAlgorithm;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.certificates.Leaf;
import dev.headroom.certificates.Validity;
import dev.headroom.metricsapi.CustomMetrics;
import dev.headroom.metricsapi.ExternalMetrics;
import dev.headroom.metricsapi.MetricsApis;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.Quantity;
import dev.headroom.timeline.VirtualTimeline;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The real server on loopback, with a cluster that is none behind it.
final class Served implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue";

    /// The machine's clock decides in the client about the server's certificate.
    private static final Validity AGES =
            new Validity(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2120-01-01T00:00:00Z"));

    final CertificateAuthority server = CertificateAuthority.create("server", AGES, KeyAlgorithm.EC_P256);
    final CertificateAuthority clients = CertificateAuthority.create("clients", AGES, KeyAlgorithm.EC_P256);
    final CertificateAuthority proxies = CertificateAuthority.create("proxies", AGES, KeyAlgorithm.EC_P256);
    final VirtualTimeline timeline = new VirtualTimeline(NOW);
    final FakeReviews reviews = new FakeReviews();
    final ServingKeys keys = new ServingKeys(server.issue(Leaf.server(List.of("localhost")), AGES));
    private final Vertx vertx = Vertx.vertx();
    private final ApiServer api;
    final int port;
    volatile boolean ready = true;
    volatile Trusted trusted = new Trusted(
            List.of(clients.certificate()),
            List.of(proxies.certificate()),
            List.of("front-proxy-client"),
            new Trusted.Headers(
                    List.of("X-Remote-User"),
                    List.of("X-Remote-Group"),
                    List.of("X-Remote-Uid"),
                    List.of("X-Remote-Extra-")));

    Served(Limits limits) {
        var apis = new MetricsApis(
                CustomMetrics.NONE, new Queue(), Optional.empty(), InstantSource.fixed(NOW));
        var gate = new Gate(
                new Authenticator(() -> trusted, reviews, timeline),
                new Authorizer(reviews, timeline),
                new Health(Map.of("source", () -> ready)),
                apis);
        api = new ApiServer(vertx, limits, gate, keys);
        port = api.listen("127.0.0.1", 0);
    }

    private static final class Queue implements ExternalMetrics {

        @Override
        public Collection<String> list() {
            return List.of("queue");
        }

        @Override
        public MetricAnswer<MetricSample> values(String namespace, String metric, LabelSelector selector) {
            return new MetricAnswer.Items<>(
                    "", List.of(new MetricSample(metric, Optional.empty(), NOW, Quantity.parse("7"))));
        }
    }

    KeyedCertificate proxy(String name) {
        return proxies.issue(Leaf.client(name), AGES);
    }

    KeyedCertificate user(String name, String... groups) {
        return clients.issue(Leaf.client(name, groups), AGES);
    }

    static Validity ended() {
        return new Validity(NOW.minus(Duration.ofDays(30)), NOW.minusSeconds(1));
    }

    static Validity later() {
        return new Validity(NOW.plusSeconds(60), NOW.plus(Duration.ofDays(30)));
    }

    HttpResponse<String> ask(@Nullable KeyedCertificate certificate, String path, String... headers) {
        return send(certificate, request(path, headers).GET());
    }

    HttpRequest.Builder request(String path, String... headers) {
        var builder = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    HttpResponse<String> send(@Nullable KeyedCertificate certificate, HttpRequest.Builder request) {
        try (var client = HttpClient.newBuilder().sslContext(context(certificate)).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new IllegalStateException("no answer", failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    SSLContext context(@Nullable KeyedCertificate certificate) {
        try {
            var trust = KeyStore.getInstance(KeyStore.getDefaultType());
            trust.load(null, null);
            trust.setCertificateEntry("server", server.certificate());
            var trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusts.init(trust);
            var context = SSLContext.getInstance("TLS");
            context.init(keys(certificate), trusts.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static KeyManager @Nullable [] keys(@Nullable KeyedCertificate certificate)
            throws GeneralSecurityException, IOException {
        if (certificate == null) {
            return null;
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "client", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    void end() {
        api.close(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        api.close(Duration.ofSeconds(1));
        vertx.close().await();
    }
}
