package dev.headroom.arrivals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgrammeTest {

    private static final Duration FOUR_MINUTES = Duration.ofMinutes(4);

    private final Programme demo = Programme.demo(FOUR_MINUTES, 10, 30);

    @Test
    void theDemoIsFlatRampsSpikesAndEndsWhereItBegan() {
        assertEquals(
                List.of("flat", "ramp", "spike", "end"),
                demo.phases().stream().map(Phase::name).toList());
        assertEquals(FOUR_MINUTES, demo.duration());
        assertEquals(10, demo.rateAt(Duration.ZERO));
        assertEquals(30, demo.rateAt(demo.phases().get(2).start()));
        assertEquals(10, demo.rateAt(FOUR_MINUTES.minusMillis(1)));
        assertEquals(0, demo.rateAt(FOUR_MINUTES));
    }

    @Test
    void whatArrivesIsWhatWasAnnounced() {
        var times = ArrivalsTest.read(demo.arrivals());
        for (var phase : demo.phases()) {
            double seconds = phase.end().minus(phase.start()).toMillis() / 1000.0;
            double announced = (phase.startRate() + phase.endRate()) / 2 * seconds;
            double arrived = times.stream()
                    .filter(at -> phase.contains(Duration.ofNanos(at)))
                    .count();
            assertEquals(announced, arrived, 0.15 * announced, phase.name());
        }
    }

    @Test
    void adaptationIsAnnouncedWhereTheLoadRises() {
        assertFalse(demo.adapting(Duration.ofSeconds(10)));
        assertTrue(demo.adapting(demo.phases().get(1).start()));
        var spike = demo.phases().get(2);
        assertTrue(demo.adapting(spike.start()));
        assertFalse(demo.adapting(spike.adaptedAt()));
        assertFalse(demo.adapting(demo.phases().get(3).start()));
        assertTrue(spike.adaptedAt().compareTo(spike.end()) < 0, "part of the spike counts");
    }

    @Test
    void anyTraceIsReplayedInTheTimeAndAtThePeakOfARun() {
        var hour = Counted.of(Duration.ofMinutes(1), minutes(), 1);
        var programme = Programme.replay(hour, FOUR_MINUTES, 40, 1);
        assertEquals(FOUR_MINUTES, programme.arrivals().duration());
        double highest = programme.phases().stream()
                .mapToDouble(Phase::startRate)
                .max()
                .orElseThrow();
        assertEquals(40, highest, 1);
        assertTrue(programme.phases().get(6).rises(), "the rate doubles after half an hour");
        assertFalse(programme.phases().get(8).rises());
    }

    private static double[] minutes() {
        var counts = new double[60];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = i < 30 ? 500 : 1000;
        }
        return counts;
    }
}
