package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Clocks that are set forward and back, by minutes and by years.
class StorageClockTest {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int STEPS_PER_HOUR = 240;

    private final StorageRig rig = new StorageRig();

    private long samplesFrom(java.time.Instant from, java.time.Instant to) {
        return rig.select(from.toEpochMilli(), to.toEpochMilli() - 1).values().stream()
                .mapToLong(java.util.Map::size)
                .sum();
    }

    @Test
    void aYearForwardForAMomentCostsNothing() {
        rig.run(HOUR.multipliedBy(8), 2);
        rig.timeline.set(YEAR);
        rig.run(Duration.ofMinutes(10), 2);
        rig.timeline.set(YEAR.negated());
        var back = rig.timeline.now();
        rig.run(HOUR.multipliedBy(5), 2);
        assertEquals(2 * 8 * STEPS_PER_HOUR, samplesFrom(StorageRig.NOON, StorageRig.NOON.plus(HOUR.multipliedBy(8))));
        // The samples that lie in the future until then are there, too, and those since are, but for the first seconds
        // in which nobody had looked at the clock.
        assertEquals(80, samplesFrom(StorageRig.NOON.plus(YEAR), StorageRig.NOON.plus(YEAR.multipliedBy(2))));
        assertTrue(samplesFrom(back, rig.timeline.now()) >= 2 * (5 * STEPS_PER_HOUR - 2));
        assertTrue(rig.notices.stream().anyMatch(notice -> notice.contains("behind the newest sample")));
    }

    @Test
    void aYearForwardForADayCostsNothingEither() {
        rig.run(HOUR.multipliedBy(8), 1);
        rig.timeline.set(YEAR);
        rig.run(Duration.ofMinutes(55), 1);
        rig.restart(Ending.KILLED);
        rig.run(Duration.ofMinutes(55), 1);
        rig.timeline.set(YEAR.negated());
        var back = rig.timeline.now();
        rig.restart(Ending.KILLED);
        rig.run(HOUR.multipliedBy(5), 1);
        rig.restart(Ending.KILLED);
        assertEquals(8 * STEPS_PER_HOUR, samplesFrom(StorageRig.NOON, StorageRig.NOON.plus(HOUR.multipliedBy(8))));
        assertTrue(samplesFrom(back, rig.timeline.now()) >= 5 * STEPS_PER_HOUR - 2);
    }

    @Test
    void aClockThatGoesBackAnHourLosesSecondsAndNotTheHour() {
        rig.run(HOUR.multipliedBy(4), 1);
        rig.timeline.set(HOUR.negated());
        long before = rig.sampleCount();
        rig.scrape(1, 7);
        rig.timeline.advance(StorageRig.STEP);
        rig.storage.maintain();
        for (int i = 0; i < 100; i++) {
            rig.timeline.advance(Duration.ofSeconds(1));
            rig.scrape(1, 1000 + i);
        }
        assertTrue(rig.sampleCount() >= before + 90, () -> rig.sampleCount() + " after " + before);
        rig.run(HOUR.multipliedBy(4), 1);
        var all = rig.everything();
        rig.restart(Ending.KILLED);
        assertEquals(all, rig.everything());
    }

    @Test
    void nothingIsDeletedForItsAgeUntilTheClockWasSteadyForAnHour() {
        rig.run(HOUR.multipliedBy(8), 1);
        long before = rig.sampleCount();
        rig.timeline.set(YEAR);
        rig.run(Duration.ofMinutes(59), 1);
        assertEquals(before + 59 * 4, rig.sampleCount());
        rig.run(Duration.ofMinutes(3), 1);
        assertTrue(rig.sampleCount() < before, () -> "still " + rig.sampleCount());
        assertEquals(1, rig.storage.counters().clockSteps.sum());
    }
}
