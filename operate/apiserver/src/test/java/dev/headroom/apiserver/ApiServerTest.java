package dev.headroom.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.certificates.Leaf;
import dev.headroom.certificates.Validity;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ApiServerTest {

    private static final Limits LIMITS = new Limits(1, 1024, 8 << 10, 4 << 10, Duration.ofSeconds(20));

    private Served served = new Served(LIMITS);

    @AfterEach
    void end() {
        served.reviews.held.countDown();
        served.close();
    }

    private CompletableFuture<HttpResponse<String>> alice() {
        return CompletableFuture.supplyAsync(() -> served.ask(served.user("alice"), Served.EXTERNAL));
    }

    private static int status(CompletableFuture<HttpResponse<String>> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(20, TimeUnit.SECONDS).statusCode();
    }

    @Test
    void anAnswerIsGoodForTenSeconds() {
        var user = served.user("alice");
        served.ask(user, Served.EXTERNAL);
        served.timeline.advance(Duration.ofSeconds(9));
        served.ask(user, Served.EXTERNAL);
        assertEquals(1, served.reviews.asked.size());

        served.timeline.advance(Duration.ofSeconds(1));
        served.ask(user, Served.EXTERNAL);
        assertEquals(2, served.reviews.asked.size());
    }

    @Test
    void theAuthorizerIsAskedWithAllGroups() {
        served.ask(served.user("alice", "dev"), Served.EXTERNAL);

        assertEquals(
                List.of("alice list " + Served.EXTERNAL + " [dev, system:authenticated]"), served.reviews.asked);
    }

    @Test
    void aTokenIsAskedForOnce() {
        for (int i = 0; i < 3; i++) {
            served.ask(null, Served.EXTERNAL, "Authorization", "Bearer " + FakeReviews.TOKEN);
        }

        assertEquals(List.of("token", "carol list " + Served.EXTERNAL + " [dev, system:authenticated]"),
                served.reviews.asked);
    }

    @Test
    void aClusterThatDoesNotAnswerLetsNobodyIn() {
        served.reviews.answers = false;

        assertEquals(500, served.ask(served.user("alice"), Served.EXTERNAL).statusCode());
        assertEquals(401, served.ask(null, Served.EXTERNAL, "Authorization", "Bearer " + FakeReviews.TOKEN)
                .statusCode());

        served.reviews.answers = true;
        assertEquals(200, served.ask(served.user("alice"), Served.EXTERNAL).statusCode(), "it was not remembered");
    }

    @Test
    void whoeverIsBelievedNowCounts() {
        assertEquals(200, served.ask(served.user("alice"), Served.EXTERNAL).statusCode());
        served.trusted = Trusted.NOBODY;

        assertEquals(403, served.ask(served.user("alice"), Served.EXTERNAL).statusCode());
    }

    @Test
    void moreRequestsThanTheLimitAreTurnedAwayButHealthIsNot() throws Exception {
        served.reviews.held = new CountDownLatch(1);
        var first = alice();
        assertTrue(served.reviews.entered.await(20, TimeUnit.SECONDS));
        var second = served.ask(served.user("alice"), Served.EXTERNAL);

        assertEquals(429, second.statusCode());
        assertEquals("1", second.headers().firstValue("Retry-After").orElse(""));
        assertTrue(second.body().contains("\"field\":\"requestsInFlight\""), second.body());
        assertEquals(200, served.ask(null, "/livez").statusCode());
        served.reviews.held.countDown();
        assertEquals(200, status(first));
    }

    @Test
    void anAnswerThatTakesTooLongIsNotWaitedFor() throws Exception {
        served.close();
        served = new Served(new Limits(8, 1024, 8 << 10, 4 << 10, Duration.ofMillis(300)));
        served.reviews.held = new CountDownLatch(1);
        var answer = alice().get(20, TimeUnit.SECONDS);

        assertEquals(504, answer.statusCode());
        assertTrue(answer.body().contains("\"field\":\"requestTimeout\""), answer.body());
    }

    @Test
    void aRequestThatIsUnderWayIsAnsweredBeforeTheEnd() throws Exception {
        served.reviews.held = new CountDownLatch(1);
        var first = alice();
        assertTrue(served.reviews.entered.await(20, TimeUnit.SECONDS));
        var ended = CompletableFuture.runAsync(served::end);
        served.reviews.held.countDown();

        assertEquals(200, status(first));
        ended.get(20, TimeUnit.SECONDS);
    }

    @Test
    void readinessFollowsWhatIsNeeded() {
        served.ready = false;
        var answer = served.ask(null, "/readyz");

        assertEquals(500, answer.statusCode());
        assertEquals("[+]ping ok\n[-]source failed: reason withheld\nreadyz check failed\n", answer.body());
        assertEquals(200, served.ask(null, "/livez").statusCode());
    }

    @Test
    void aNewCertificateIsPresentedToTheNextConnection() {
        var names = List.of("localhost");
        var ages = Validity.of(served.server.certificate());
        var before = presented();
        served.keys.present(served.server.issue(Leaf.server(names), ages));

        assertNotEquals(before, presented());
    }

    private String presented() {
        try (var client = HttpClient.newBuilder().sslContext(served.context(null)).build()) {
            var answer = client.send(
                    served.request("/livez").build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            var chain = answer.sslSession().orElseThrow().getPeerCertificates();
            return ((java.security.cert.X509Certificate) chain[0]).getSerialNumber().toString();
        } catch (java.io.IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }
}
