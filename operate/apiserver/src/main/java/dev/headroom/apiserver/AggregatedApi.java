package dev.headroom.apiserver;

import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.metricsapi.MetricsApis;
import dev.headroom.timeline.Timeline;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics APIs, served inside a cluster as an aggregated API server: this is the class to start.
///
/// It makes and shares its own certificate, keeps the `caBundle` of its APIServices, reads from the cluster whom to
/// believe, asks the cluster's API server who a token is and who may do what, and ends gracefully.
///
/// The account that it runs as needs `system:auth-delegator`, `extension-apiserver-authentication-reader` in
/// `kube-system`, its Secret (get, create, update) and its APIServices (get, patch).
public final class AggregatedApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AggregatedApi.class);

    private final Settings settings;
    private final Cluster cluster;
    private final Timeline timeline;
    private final CertificateRounds rounds;
    private final ApiServer server;
    private final int port;
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile Trusted trusted = Trusted.NOBODY;
    private volatile boolean informed;

    /// @param host and port to listen at; port 0 is any
    /// @param service and namespace of the Service that leads here
    /// @param shutdownDelay how long requests are still taken after readiness ended, so that balancers notice
    public record Settings(
            String host, int port, String service, String namespace, Limits limits, Duration shutdownDelay) {}

    /// The cluster, as this server needs it.
    public record Cluster(KubernetesApi api, CertificateStore certificates) {

        /// @param secret for the certificate, in the namespace of the Service
        /// @param apiServices that lead here: `v1beta1.external.metrics.k8s.io`
        public static Cluster of(KubernetesApi api, Settings settings, String secret, List<String> apiServices) {
            return new Cluster(
                    api,
                    new ClusterCertificates(
                            api,
                            settings.namespace(),
                            secret,
                            settings.service(),
                            apiServices.stream().<Believer>map(Believer.OfApiService::new).toList()));
        }
    }

    /// What is served.
    ///
    /// @param readiness what must hold, besides this server's own, before it is ready; by name
    public record Served(MetricsApis apis, Map<String, BooleanSupplier> readiness) {}

    private AggregatedApi(Vertx vertx, Timeline timeline, Settings settings, Cluster cluster, Served served) {
        this.settings = settings;
        this.cluster = cluster;
        this.timeline = timeline;
        var names = ServingCertificate.names(settings.service(), settings.namespace());
        this.rounds = new CertificateRounds(timeline, cluster.certificates(), names, this::readTrusted);
        var reviews = new ClusterReviews(cluster.api());
        var gate = new Gate(
                new Authenticator(() -> trusted, reviews, timeline),
                new Authorizer(reviews, timeline),
                new Health(checks(served)),
                served.apis());
        this.server = new ApiServer(vertx, settings.limits(), gate, rounds.keys());
        rounds.begin();
        this.port = server.listen(settings.host(), settings.port());
    }

    public static AggregatedApi start(
            Vertx vertx, Timeline timeline, Settings settings, Cluster cluster, Served served) {
        return new AggregatedApi(vertx, timeline, settings, cluster, served);
    }

    /// The port that it listens at.
    public int port() {
        return port;
    }

    private Map<String, BooleanSupplier> checks(Served served) {
        var checks = new LinkedHashMap<String, BooleanSupplier>();
        checks.put("extension-apiserver-authentication", () -> informed);
        checks.put("serving-certificate", rounds::isCertified);
        checks.putAll(served.readiness());
        checks.put("shutdown", () -> !ending.get());
        return checks;
    }

    private void readTrusted() {
        var answer = cluster.api().send(Request.read(Trusted.PATH));
        if (!answer.isDone()) {
            LOG.warn("extension-apiserver-authentication: {}", answer.why());
            return;
        }
        try {
            trusted = Trusted.of(answer.found().orElseThrow().path("data"));
            informed = true;
        } catch (IllegalArgumentException wrong) {
            LOG.warn("{}", wrong.getMessage());
        }
    }

    /// Says first that it is not ready, takes requests for a while all the same, then waits for those under way.
    @Override
    public void close() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        rounds.close();
        var delayed = new java.util.concurrent.CountDownLatch(1);
        timeline.after(settings.shutdownDelay(), delayed::countDown);
        try {
            delayed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        server.close(settings.limits().requestTimeout());
    }
}
