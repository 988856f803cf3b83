package dev.headroom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When lines came, of which only the length of their file is known.
class LogMarksTest {

    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final LogMarks marks = new LogMarks();

    @Test
    void aByteCameWhenTheFileWasFirstSeenWithIt() {
        marks.seen(START, 0);
        marks.seen(START.plusSeconds(1), 10);
        marks.seen(START.plusSeconds(2), 10);
        marks.seen(START.plusSeconds(3), 25);
        assertEquals(Optional.of(START.plusSeconds(1)), marks.at(0));
        assertEquals(Optional.of(START.plusSeconds(1)), marks.at(9));
        assertEquals(Optional.of(START.plusSeconds(3)), marks.at(10));
        assertEquals(Optional.empty(), marks.at(25));
        assertEquals(0, marks.before(START.plusSeconds(1)));
        assertEquals(10, marks.before(START.plusSeconds(3)));
        assertEquals(25, marks.before(START.plusSeconds(4)));
    }

    @Test
    void aFileThatWasEmptiedBeginsAnew() {
        marks.seen(START, 1_000);
        marks.seen(START.plusSeconds(5), 20);
        assertEquals(Optional.of(START.plusSeconds(5)), marks.at(0));
    }

    @Test
    void ofAVeryLongRunTheTimesAreCoarserAndStillTrue() {
        for (int second = 1; second <= 100_000; second++) {
            marks.seen(START.plusSeconds(second), second * 10L);
        }
        for (int second = 1; second <= 100_000; second += 997) {
            var late = Duration.between(START.plusSeconds(second), marks.at(second * 10L - 1).orElseThrow());
            assertTrue(!late.isNegative() && late.compareTo(Duration.ofMinutes(2)) < 0, () -> "late " + late);
        }
        assertEquals(Optional.of(START.plusSeconds(100_000)), marks.at(999_999));
    }
}
