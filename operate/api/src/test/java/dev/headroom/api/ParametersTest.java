package dev.headroom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void timesAreUnixSecondsOrRfc3339() {
        assertEquals(Instant.parse("2015-07-01T20:10:51.781Z"), with("time", "1435781451.781").time("time"));
        assertEquals(Instant.parse("2015-07-01T20:10:51.781Z"), with("time", "2015-07-01T22:10:51.781+02:00")
                .time("time"));
        var wrong = assertThrows(ApiException.class, () -> with("time", "yesterday").time("time"));
        assertEquals("invalid parameter \"time\": cannot parse \"yesterday\" to a valid timestamp", wrong.getMessage());
    }

    @Test
    void stepsAreSecondsOrDurations() {
        assertEquals(Duration.ofMillis(500), with("step", "0.5").duration("step"));
        assertEquals(Duration.ofMinutes(90), with("step", "1h30m").duration("step"));
        var wrong = assertThrows(ApiException.class, () -> with("step", "often").duration("step"));
        assertEquals("invalid parameter \"step\": cannot parse \"often\" to a valid duration", wrong.getMessage());
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertEquals(7, with("limit", "7").limit());
        assertEquals(0, with("x", "y").limit());
        assertThrows(ApiException.class, () -> with("limit", "-1").limit());
    }

    private static Parameters with(String name, String value) {
        return Parameters.of("", name + "=" + value.replace("+", "%2B"));
    }
}
