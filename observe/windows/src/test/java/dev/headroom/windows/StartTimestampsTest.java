package dev.headroom.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two samples at 100 and 200, each with the time at which its counter began.
class StartTimestampsTest {

    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            value = {
                "start before, start, reset, overlap",
                "50, 50, false, false", // one counter
                "50, 150, true, false", // it began anew in between
                "50, 100, true, false", // a delta since the sample before
                "100, 100, false, false", // a start that is not known, as OpenTelemetry writes it
                "0, 100, false, false", // the first one that knows
                "50, 0, false, false", // no longer known
                "50, 200, false, false", // not known either
                "50, 250, false, false", // impossible
                "150, 100, false, false", // impossible before
                "50, 60, false, true" // began anew, before the sample of the other one
            })
    void tellWhetherACounterBeganAnew(long startBefore, long start, boolean reset, boolean overlap) {
        assertEquals(reset, StartTimestamps.isReset(startBefore, 100, start, 200));
        assertEquals(overlap, StartTimestamps.overlaps(startBefore, 100, start));
    }
}
