package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.machine.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What metrics-server would say of a container that is read once a second.
final class UsageWindowTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final UsageWindow window = new UsageWindow(Duration.ofSeconds(5));

    private void read(int second, long cpuNanos) {
        window.add(
                START.plusSeconds(second), new Reading(Duration.ofNanos(cpuNanos), Duration.ZERO, OptionalLong.of(7)));
    }

    private long milli() {
        return window.usage().orElseThrow().cpuMilli();
    }

    @Test
    void oneReadingIsNoRate() {
        read(0, 1_000_000_000);

        assertTrue(window.usage().isEmpty());
    }

    @Test
    void aRateIsCutToNanocoresAndRoundedUpToThousandths() {
        read(0, 0);
        read(1, 250_000_000);
        assertEquals(250, milli());

        read(3, 750_000_001);
        assertEquals(250, milli());

        read(4, 1_000_000_010);
        assertEquals(251, milli());
    }

    @Test
    void aRestartedContainerIsNotReportedUntilItHasTwoReadingsOfItsNewRun() {
        read(0, 0);
        read(1, 900_000_000);

        read(2, 10_000_000);
        assertTrue(window.usage().isEmpty());

        read(3, 510_000_000);
        assertEquals(500, milli());
        assertEquals(Duration.ofSeconds(1), window.usage().orElseThrow().window());
    }
}
