package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.loop.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The timeline of a pod that fails and of an autoscaler that lacks a metric.
class EventLogTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final EventLog events = new EventLog();

    @Test
    void aWarningThatIsSaidEachSecondIsListedOnceAMinute() {
        for (int second = 0; second < 90; second++) {
            warning(second, "FailedGetExternalMetric", "the newest sample is " + second + " s old");
        }
        assertEquals(List.of(0L, 60L), seconds());
    }

    @Test
    void whatHappensAgainIsListedAgain() {
        normal(0, "Started");
        warning(1, "ContainerDied", "exit code 137");
        normal(2, "Started");
        assertEquals(List.of(0L, 1L, 2L), seconds());
    }

    @Test
    void anotherWarningOfTheSameObjectIsListed() {
        warning(0, "FailedGetExternalMetric", "no data");
        warning(0, "FailedComputeMetricsReplicas", "no data");
        assertEquals(List.of(0L, 0L), seconds());
    }

    private void normal(int second, String reason) {
        events.add(new Event(NOW.plusSeconds(second), false, "Pod", "web-1", reason, "Started container web"));
    }

    private void warning(int second, String reason, String message) {
        events.add(new Event(NOW.plusSeconds(second), true, "Pod", "web-1", reason, message));
    }

    private List<Long> seconds() {
        return events.newest(100).stream()
                .map(entry -> entry.value().time().getEpochSecond() - NOW.getEpochSecond())
                .toList();
    }
}
