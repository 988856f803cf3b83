package dev.headroom.apiserver;

import dev.headroom.apiserver.Authenticator.Shown;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.metricsapi.ApiAnswer;
import dev.headroom.metricsapi.ApiRequest;
import dev.headroom.timeline.Timeline;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A validating webhook of the cluster's API server, served with TLS: this is the class to start.
///
/// It makes and shares its own certificate, and keeps the `caBundle` of its ValidatingWebhookConfiguration. API servers
/// show webhooks no certificate of their own, so whoever reaches the port may ask; what that may cost, [Limits] say.
///
/// The account that it runs as needs its Secret (get, create, update) and its configuration (get, patch).
public final class WebhookServer implements AutoCloseable {

    /// Where reviews are posted.
    public static final String PATH = "/validate";

    private final Settings settings;
    private final CertificateRounds rounds;
    private final ApiServer server;
    private final int port;

    /// @param host and port to listen at; port 0 is any
    /// @param service and namespace of the Service that leads here
    /// @param secret for the certificate, in the namespace of the Service
    /// @param configuration the ValidatingWebhookConfiguration whose webhooks lead here
    public record Settings(
            String host, int port, String service, String namespace, String secret, String configuration,
            Limits limits) {}

    /// @param reviews from bodies of requests to answers; called on many threads
    public static WebhookServer start(
            Vertx vertx,
            Timeline timeline,
            Settings settings,
            KubernetesApi api,
            Function<byte[], ApiAnswer> reviews) {
        var believers = List.<Believer>of(new Believer.OfWebhooks(settings.configuration()));
        var store = new ClusterCertificates(
                api, settings.namespace(), settings.secret(), settings.service(), believers);
        return new WebhookServer(vertx, timeline, settings, store, reviews);
    }

    WebhookServer(
            Vertx vertx,
            Timeline timeline,
            Settings settings,
            CertificateStore store,
            Function<byte[], ApiAnswer> reviews) {
        this.settings = settings;
        var names = ServingCertificate.names(settings.service(), settings.namespace());
        this.rounds = new CertificateRounds(timeline, store, names, () -> {});
        this.server = new ApiServer(vertx, settings.limits(), new Reviewing(reviews), rounds.keys());
        rounds.begin();
        this.port = server.listen(settings.host(), settings.port());
    }

    /// The port that it listens at.
    public int port() {
        return port;
    }

    /// Takes no new connections, and waits for the reviews that are under way.
    @Override
    public void close() {
        rounds.close();
        server.close(settings.limits().requestTimeout());
    }

    private record Reviewing(Function<byte[], ApiAnswer> reviews) implements Answering {

        @Override
        public boolean isOpen(ApiRequest request) {
            return false;
        }

        @Override
        public boolean readsBody() {
            return true;
        }

        @Override
        public ApiAnswer answer(ApiRequest request, Shown shown, byte[] body, String peer) {
            if (!request.path().equals(PATH)) {
                return refused(request, peer, 404, "expected the path " + PATH + ", got " + request.path());
            }
            if (!request.method().equals("POST")) {
                return refused(request, peer, 405, "expected POST, got " + request.method()).with("Allow", "POST");
            }
            var type = request.headers().getOrDefault("content-type", "");
            return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")
                    ? reviews.apply(body)
                    : refused(request, peer, 415, "expected content of type application/json, got \"" + type + '"');
        }

        private static ApiAnswer refused(ApiRequest request, String peer, int status, String why) {
            Gate.refused(request, peer, "", status, why);
            return ApiAnswer.text(status, why + "\n");
        }
    }
}
