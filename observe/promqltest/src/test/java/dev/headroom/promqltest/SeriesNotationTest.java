package dev.headroom.promqltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesNotationTest {

    @ParameterizedTest
    @CsvSource({
        "1 2 -3.5, 1.0 2.0 -3.5",
        "0+10x3, 0.0 10.0 20.0 30.0",
        "5-2x2 _ 1, 5.0 3.0 1.0 _ 1.0",
        "7x2, 7.0 7.0 7.0",
        "_x3 1e3, _ _ _ 1000.0",
        "NaN -Inf +Inf stale, NaN -Infinity Infinity stale",
        "1e-3+1e-3x1, 0.001 0.002",
        "{{count:1 sum:2}}x1, h h"
    })
    void expandsValues(String values, String expanded) {
        assertEquals(expanded, words(SeriesNotation.parse("up{job=\"a\"} " + values)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "up 1;up;",
                "up{} 1;up;",
                "{} 1;;",
                "{\"my.metric\", \"a b\"=\"c } d\"} 1;my.metric;c } d",
                "sum{\"a b\"='x'} 1;sum;x"
            })
    void namesTheSeries(String line, String name, String value) {
        var labels = SeriesNotation.parse(line).labels();
        assertEquals(name == null ? "" : name, labels.value(Labels.NAME));
        assertEquals(value == null ? "" : value, labels.value("a b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up{a=\"1\"", "up 1 two", "up{a=~\"1\"} 1", "up 1x9999999999", "(up) 1"})
    void refusesWhatIsNoSeries(String line) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> SeriesNotation.parse(line));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("expected "), wrong.getMessage());
    }

    private static String words(SeriesLine line) {
        return line.values().stream()
                .map(value -> switch (value) {
                    case SeriesValue.Missing _ -> "_";
                    case SeriesValue.Sample(var number) -> Samples.isStale(number) ? "stale" : String.valueOf(number);
                    case SeriesValue.Histogram _ -> "h";
                })
                .collect(Collectors.joining(" "));
    }
}
