package dev.headroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusDurationTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "250ms, 250", "1h30m, 5400000", "1d, 86400000", "1w2d, 777600000", "1y, 31536000000"})
    void unitsGoFromLargeToSmall(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), PrometheusDuration.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "15, not a valid duration string",
        "-15s, not a valid duration string",
        "1m1h, not a valid duration string",
        "1m1m, not a valid duration string",
        "1.5h, unknown unit",
        "5 min, unknown unit",
        "99999999999y, duration out of range",
        "292y365d, duration out of range",
        "'', empty duration string",
    })
    void whatIsNoDurationIsNamedInPrometheusWords(String text, String words) {
        var wrong = assertThrows(DateTimeException.class, () -> PrometheusDuration.parse(text));
        assertEquals(words, String.valueOf(wrong.getMessage()).substring(0, words.length()));
    }

    @Test
    void printsWhatItReads() {
        for (var text : new String[] {"0s", "1ms", "15s", "1m30s", "1h", "1d1h", "2w", "1y", "8d1ms"}) {
            assertEquals(text, PrometheusDuration.print(PrometheusDuration.parse(text)));
        }
    }
}
