package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Few digits, always a unit.
class RunTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms", "0.00234, 2.3 ms", "0.0123, 12 ms", "0.3504, 350 ms", "0.9994, 999 ms", "0.9996, 1.00 s", "1, 1 s",
        "1.837, 1.84 s", "12.34, 12.3 s", "119, 119 s", "240, 4 min", "250.4, 4 min 10 s", "NaN, –"
    })
    void seconds(double seconds, String text) {
        assertEquals(text, RunText.seconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 %", "1, 100 %", "0.5, 50 %", "0.982, 98.2 %", "0.0003, 0.03 %", "0.99996, 99.996 %", "0.99951, 99.95 %",
        "0.0000001, 0.00001 %", "NaN, –"
    })
    void onlyAllIsAHundredPercentAndOnlyNoneIsNought(double share, String text) {
        assertEquals(text, RunText.percent(share));
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "102, 1:42", "3723, 1:02:03", "-3, -0:03"})
    void clocks(long seconds, String text) {
        assertEquals(text, RunText.clock(Duration.ofSeconds(seconds)));
    }

    @Test
    void momentsAreInUtc() {
        assertEquals("2026-03-02 10:01:30 UTC", RunText.moment(Instant.parse("2026-03-02T10:01:30.900Z")));
    }
}
