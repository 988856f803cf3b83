package dev.headroom.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.certificates.CertificateAuthority;
import dev.headroom.certificates.KeyAlgorithm;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.certificates.Leaf;
import dev.headroom.certificates.Validity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What somebody who may not could try, against the real server.
final class RefusedAttemptsTest {

    private static final Limits LIMITS = new Limits(8, 1024, 8 << 10, 4 << 10, Duration.ofSeconds(20));
    private static final String[] FORGED = {"X-Remote-User", "alice", "X-Remote-Group", "system:masters"};

    private static Served served = new Served(LIMITS);

    @BeforeAll
    static void start() {
        served.close();
        served = new Served(LIMITS);
    }

    @AfterAll
    static void end() {
        served.close();
    }

    /// @param certificate what the client shows; none for null
    record Attempt(
            String name,
            Function<Served, @Nullable KeyedCertificate> certificate,
            String path,
            int status,
            List<String> headers) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static KeyedCertificate of(
            CertificateAuthority authority, String name, Validity validity, Leaf.Usage usage) {
        return authority.issue(
                new Leaf(name, List.of(), List.of(), Set.of(usage), KeyAlgorithm.EC_P256), validity);
    }

    private static Attempt attempt(
            String name,
            Function<Served, @Nullable KeyedCertificate> certificate,
            String path,
            int status,
            String... headers) {
        return new Attempt(name, certificate, path, status, List.of(headers));
    }

    private static KeyedCertificate stranger() {
        var validity = Validity.of(Served.NOW, Duration.ofDays(1));
        // The same name as the real one.
        return CertificateAuthority.create("proxies", validity, KeyAlgorithm.EC_P256)
                .issue(Leaf.client("front-proxy-client"), validity);
    }

    static Stream<Attempt> attempts() {
        var external = Served.EXTERNAL;
        var day = Validity.of(Served.NOW, Duration.ofDays(1));
        return Stream.of(
                attempt("nothing to show", _ -> null, external, 403),
                attempt("headers without a certificate", _ -> null, external, 403, FORGED),
                attempt("headers with a certificate of another authority", _ -> stranger(), external, 401, FORGED),
                attempt("headers with a client's certificate",
                        all -> all.user("mallory"), external, 403, FORGED),
                attempt("headers with a proxy's certificate that has ended",
                        all -> of(all.proxies, "front-proxy-client", Served.ended(), Leaf.Usage.CLIENT), external, 401,
                        FORGED),
                attempt("headers with a proxy's certificate that does not hold yet",
                        all -> of(all.proxies, "front-proxy-client", Served.later(), Leaf.Usage.CLIENT), external, 401,
                        FORGED),
                attempt("headers with a certificate for servers",
                        all -> of(all.proxies, "front-proxy-client", day, Leaf.Usage.SERVER), external, 401, FORGED),
                attempt("headers with a proxy's certificate of a name that is not allowed",
                        all -> all.proxy("some-proxy"), external, 401, FORGED),
                attempt("a proxy that names nobody", all -> all.proxy("front-proxy-client"), external, 401),
                attempt("a proxy that names an empty user", all -> all.proxy("front-proxy-client"), external, 401,
                        "X-Remote-User", "", "X-Remote-Group", "system:masters"),
                attempt("a user without the right, by proxy", all -> all.proxy("front-proxy-client"), external, 403,
                        "X-Remote-User", "mallory", "X-Remote-Group", "dev"),
                attempt("the anonymous by proxy", all -> all.proxy("front-proxy-client"), external, 403,
                        "X-Remote-User", "system:anonymous", "X-Remote-Group", "system:unauthenticated"),
                attempt("a right in another group of APIs", all -> all.user("alice"),
                        "/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/x", 403),
                attempt("a client's certificate that has ended",
                        all -> of(all.clients, "alice", Served.ended(), Leaf.Usage.CLIENT), external, 401),
                attempt("a client's certificate for servers",
                        all -> of(all.clients, "alice", day, Leaf.Usage.SERVER), external, 401),
                attempt("a token of nobody", _ -> null, external, 401, "Authorization", "Bearer guessed"),
                attempt("a token in another scheme", _ -> null, external, 403,
                        "Authorization", "Basic " + FakeReviews.TOKEN),
                attempt("an empty token", _ -> null, external, 403, "Authorization", "Bearer "),
                attempt("a token and forged headers", _ -> null,
                        "/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods/*/x", 403,
                        "Authorization", "Bearer " + FakeReviews.TOKEN, "X-Remote-Group", "system:masters"),
                attempt("discovery, unknown", _ -> null, "/apis", 403),
                attempt("OpenAPI, unknown", _ -> null, "/openapi/v2", 403),
                attempt("below a path that is open", _ -> null, "/livez/ping", 403),
                attempt("out of a path that is open", _ -> null, "/livez/.." + external, 403),
                attempt("out of a path that is open, encoded", _ -> null, "/livez%2F.." + external, 403),
                attempt("a path that is open, twice slashed", _ -> null, "//livez", 403),
                attempt("a path that is open, in other letters", _ -> null, "/LIVEZ", 403),
                attempt("a path that is open, with a parameter in it", _ -> null, "/livez;x=/apis", 403),
                attempt("an encoded slash does not change whose right is asked", all -> all.user("alice"),
                        "/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/pods%2F*%2Fx", 403),
                attempt("a header line beyond the limit", all -> all.user("alice"), external, 431,
                        "X-Long", "x".repeat(9 << 10)),
                attempt("an address beyond the limit", all -> all.user("alice"),
                        external + "?labelSelector=" + "x".repeat(5 << 10), 414));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void isRefused(Attempt attempt) {
        var headers = attempt.headers().toArray(String[]::new);
        var request = served.request(attempt.path(), headers).version(HttpClient.Version.HTTP_1_1);
        var answer = served.send(attempt.certificate().apply(served), request.GET());

        assertEquals(attempt.status(), answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"Status\""), answer.body());
    }

    @Test
    void whoMayIsAnswered() {
        assertEquals(200, served.ask(served.user("alice"), Served.EXTERNAL).statusCode());
        assertEquals(200, served.ask(
                        served.proxy("front-proxy-client"), Served.EXTERNAL, "X-Remote-User", "alice")
                .statusCode());
        assertEquals(200, served.ask(null, Served.EXTERNAL, "Authorization", "Bearer " + FakeReviews.TOKEN)
                .statusCode());
        assertEquals(200, served.ask(
                        served.proxy("front-proxy-client"),
                        Served.EXTERNAL,
                        "X-Remote-User", "system:kube-aggregator",
                        "X-Remote-Group", "system:masters")
                .statusCode());
    }

    @Test
    void healthIsOpen() {
        for (var path : List.of("/livez", "/readyz", "/healthz")) {
            var answer = served.ask(null, path);
            assertEquals(200, answer.statusCode());
            assertEquals("ok", answer.body());
        }
        assertEquals(
                "[+]ping ok\n[+]source ok\nreadyz check passed\n",
                served.ask(null, "/readyz?verbose").body());
    }

    @Test
    void aRefusalSaysWhatARealServerSays() {
        var answer = served.ask(served.user("mallory"), Served.EXTERNAL);

        assertEquals(
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":"
                        + "\"queue.external.metrics.k8s.io is forbidden: User \\\"mallory\\\" cannot list resource"
                        + " \\\"queue\\\" in API group \\\"external.metrics.k8s.io\\\" in the namespace"
                        + " \\\"default\\\"\",\"reason\":\"Forbidden\","
                        + "\"details\":{\"group\":\"external.metrics.k8s.io\",\"kind\":\"queue\"},\"code\":403}\n",
                answer.body());
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        var body = HttpRequest.BodyPublishers.ofString("x".repeat(2000));
        var answer = served.send(served.user("alice"), served.request(Served.EXTERNAL).POST(body));

        assertEquals(413, answer.statusCode());
        assertTrue(answer.body().contains("\"field\":\"bodyBytes\""), answer.body());
    }

    @Test
    void aPathThatIsNotWellEncodedIsRefused() throws IOException {
        try (var socket = served.context(null).getSocketFactory().createSocket("localhost", served.port)) {
            var out = socket.getOutputStream();
            out.write("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 400", line);
        }
    }
}
