package dev.headroom.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.autoscaler.Signal;
import dev.headroom.model.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An autoscaler asks a server that somebody else runs, which scrapes every 15 s, and says as much about an answer as
/// it does with samples of its own.
final class RemoteStoreTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String REQUESTS = "requests_total{job=\"web\",instance=\"a:80\"}";

    private final ServedPrometheus server = new ServedPrometheus(NOW);
    private final SignalReader reader =
            new SignalReader(MetricStore.remote(server.client(), Duration.ofSeconds(15)));

    @AfterEach
    void close() {
        server.close();
    }

    private Signal read(String query) {
        return reader.read(query, NOW);
    }

    private String absent(String query) {
        return assertInstanceOf(Signal.Absent.class, read(query)).why();
    }

    private void scraped() {
        for (int i = 0; i < 10; i++) {
            server.sample(REQUESTS, 139 - 15 * i, 30 * i);
        }
    }

    @Test
    void aNumberHasTheAgeOfItsNewestSample() {
        scraped();
        assertEquals(new Signal.Value(270, Duration.ofSeconds(4)), read("sum(requests_total)"));
    }

    @Test
    void eachElementIsANumber() {
        server.sample("in_flight{pod=\"web-1\"}", 5, 4);
        server.sample("in_flight{pod=\"web-2\"}", 7, Double.NaN);
        var each = reader.readBy("pod", "in_flight", NOW);
        assertEquals(new Signal.Value(4, Duration.ofSeconds(5)), each.get("web-1"));
        assertEquals(new Signal.NotANumber("NaN"), each.get("web-2"));
    }

    @Test
    void theEvidenceForAllElementsIsAskedForOnce() {
        for (int i = 0; i < 50; i++) {
            server.sample("in_flight{pod=\"web-" + i + "\"}", 5, 4);
        }
        reader.readBy("pod", "in_flight", NOW);
        assertEquals(List.of("/api/v1/query", "/api/v1/query", "/api/v1/query"), server.asked);
    }

    @Test
    void aNumberOfOldSamplesIsStale() {
        server.sample(REQUESTS, 100, 7);
        assertEquals(new Signal.Stale(Duration.ofSeconds(100)), read("requests_total"));
    }

    @Test
    void aNumberThatLacksATargetSaysSo() {
        scraped();
        server.sample("requests_total{job=\"web\",instance=\"b:80\"}", 40, 3);
        server.sample("up{job=\"web\",instance=\"b:80\"}", 4, 0);
        server.sample("up{job=\"other\",instance=\"c:80\"}", 4, 0);
        var signal = assertInstanceOf(Signal.Partial.class, read("sum(requests_total)"));
        assertEquals(273, signal.value());
        assertTrue(
                signal.missing().endsWith("is down: up{instance=\"b:80\", job=\"web\"} is 0"), signal.missing());
    }

    @Test
    void aTargetThatNeverHadTheSeriesTakesNothingFromANumber() {
        scraped();
        server.sample("up{job=\"other\",instance=\"c:80\"}", 4, 0);
        assertEquals(new Signal.Value(270, Duration.ofSeconds(4)), read("sum(requests_total)"));
    }

    @Test
    void nothingOfThatNameIsSaid() {
        assertEquals(
                "no sample of lost in 5 min: nothing that is scraped has it; check the name, the labels and the"
                        + " targets",
                absent("lost"));
    }

    @Test
    void aWindowAsShortAsTheScrapeIntervalIsNamed() {
        scraped();
        assertEquals(
                "the window [15s] holds at most one sample at a scrape interval of 15s, and requests_total[15s] needs"
                        + " two: use at least [1m], four scrape intervals",
                absent("rate(requests_total[15s])"));
    }

    /// A server whose longest interval is named scrapes most of its targets more often.
    @Test
    void howOftenThereIsASampleIsAskedOfTheServer() {
        for (int i = 0; i < 20; i++) {
            server.sample("often_total", 40 - 2 * i, i);
        }
        assertTrue(
                absent("rate(often_total[2s])").startsWith("the window [2s] holds at most one sample at a scrape"
                        + " interval of 2s, and often_total[2s] needs two: use at least [8s]"),
                absent("rate(often_total[2s])"));
    }

    @Test
    void aSeriesThatHasEndedIsNamed() {
        scraped();
        server.sample(REQUESTS, 1, Samples.staleMarker());
        assertTrue(absent("requests_total > 0").contains("no page has it any more"), absent("requests_total > 0"));
    }

    @Test
    void samplesThatTheQueryDropsAreSaid() {
        scraped();
        assertTrue(absent("requests_total > 1e9").startsWith("samples are there, and the query drops them all"));
    }

    @Test
    void whatTheServerDoesNotUnderstandIsSaidInItsWords() {
        assertTrue(assertInstanceOf(Signal.Failed.class, read("sum(")).error().contains("parse error"));
    }

    @Test
    void aServerThatIsGoneIsNamedWithItsAddress() {
        scraped();
        server.stop();
        assertEquals(
                new Signal.Failed(server.client() + " cannot be asked: connection refused"), read("requests_total"));
    }
}
