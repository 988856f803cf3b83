package dev.headroom.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerConfig;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A trigger's server has no answer, and is asked why.
final class EmptyAnswersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String LOST = "the result is empty";

    private final ServedPrometheus server = new ServedPrometheus(NOW);
    private final EmptyAnswers answers = new EmptyAnswers(address -> {
        if (address.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
        return server.client();
    });

    @AfterEach
    void close() {
        server.close();
    }

    private static PrometheusTrigger trigger(String address, Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "serverAddress", address, "query", "sum(rate(requests_total[1m]))", "threshold", "5"));
        settings.putAll(more);
        return (PrometheusTrigger) Trigger.of(TriggerConfig.of("prometheus", 0, "", settings));
    }

    private String why(PrometheusTrigger trigger) {
        return answers.why(trigger, LOST, NOW);
    }

    @Test
    void theWindowIsNamed() {
        for (int i = 0; i < 5; i++) {
            server.sample("requests_total", 20 + 60 * i, i);
        }
        assertTrue(
                why(trigger("http://prometheus", Map.of())).startsWith("the window [1m] holds at most one sample at a"
                        + " scrape interval of 1m"),
                why(trigger("http://prometheus", Map.of())));
    }

    @Test
    void aServerThatAnswersEachDifferentlyIsNotAsked() {
        assertEquals(LOST, why(trigger("http://prometheus", Map.of("queryParameters", "tenant=a"))));
        assertEquals(LOST, why(trigger("http://prometheus", Map.of("customHeaders", "X-Scope-OrgID=a"))));
    }

    @Test
    void whatHasAnAnswerNowIsNotExplained() {
        server.sample("requests_total", 20, 1);
        server.sample("requests_total", 5, 3);
        assertEquals(LOST, why(trigger("http://prometheus", Map.of())));
    }
}
