package dev.headroom.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimelineTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final List<String> log = new ArrayList<>();

    @Test
    void timeStandsStillUntilItIsAdvanced() {
        assertEquals(START, timeline.now());
        timeline.advance(Duration.ofSeconds(90));
        assertEquals(START.plusSeconds(90), timeline.now());
        assertEquals(Duration.ofSeconds(90).toNanos(), timeline.nanos());
    }

    @Test
    void tasksRunInTheOrderOfTheirDueTimesAndSeeThatTime() {
        timeline.after(Duration.ofSeconds(2), () -> log.add("second at " + timeline.now()));
        timeline.after(Duration.ofSeconds(1), () -> log.add("first at " + timeline.now()));
        timeline.advance(Duration.ofSeconds(2));
        assertEquals(List.of("first at 2026-03-01T10:00:01Z", "second at 2026-03-01T10:00:02Z"), log);
    }

    @Test
    void tasksOfOneInstantRunInTheOrderInWhichTheyWereScheduled() {
        timeline.after(Duration.ofSeconds(1), () -> log.add("a"));
        timeline.after(Duration.ofSeconds(1), () -> log.add("b"));
        timeline.advance(Duration.ofSeconds(1));
        assertEquals(List.of("a", "b"), log);
    }

    @Test
    void aRepeatedTaskStaysOnItsGridUntilItIsCancelled() {
        var repeated = timeline.every(Duration.ZERO, Duration.ofSeconds(15), () -> log.add(timeline.now().toString()));
        timeline.advance(Duration.ofSeconds(31));
        repeated.cancel();
        timeline.advance(Duration.ofMinutes(5));
        assertEquals(List.of("2026-03-01T10:00:00Z", "2026-03-01T10:00:15Z", "2026-03-01T10:00:30Z"), log);
    }

    @Test
    void aTaskMayScheduleAnotherThatIsDueInTheSameAdvance() {
        timeline.after(Duration.ofSeconds(1), () -> timeline.after(Duration.ofSeconds(1), () -> log.add("later")));
        timeline.advance(Duration.ofSeconds(2));
        assertEquals(List.of("later"), log);
    }

    @Test
    void aPeriodOfZeroIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> timeline.every(Duration.ZERO, Duration.ZERO, () -> log.add("never")));
    }
}
