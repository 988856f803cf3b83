package dev.headroom.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Powers, functions and dates where Java has none of its own, or another one.
class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "2, 10, 1024",
        "2, -1, 0.5",
        "-2, 3, -8",
        "-8, 0.3333, NaN",
        "9, 0.5, 3",
        "0, 0, 1",
        "1, NaN, 1",
        "-1, Infinity, 1",
        "0.5, Infinity, 0",
        "10, 308, 1e308",
        "10, 309, Infinity",
        "4.9e-324, 1, 4.9e-324",
        "1.5, 2.5, 2.7556759606310752"
    })
    void powersAreThoseOfMathematics(double base, double exponent, double expected) {
        close(expected, Power.of(base, exponent));
    }

    @ParameterizedTest
    @CsvSource({
        "asinh, 1, 0.881373587019543",
        "asinh, -1e-30, -1e-30",
        "asinh, 1e300, 691.4686750787736",
        "acosh, 1, 0",
        "acosh, 2, 1.3169578969248166",
        "acosh, 0.5, NaN",
        "atanh, 0.5, 0.5493061443340548",
        "log2, 8, 3",
        "log2, 0, -Infinity",
        "log2, -1, NaN",
        "sgn, -0.1, -1"
    })
    void functionsThatJavaHasNot(String name, double value, double expected) {
        close(expected, ElementFunctions.named(name).applyAsDouble(value));
    }

    private static void close(double expected, double got) {
        boolean exact = expected == 0 || !Double.isFinite(expected);
        assertEquals(expected, got, exact ? Double.MIN_VALUE : Math.abs(expected) * 1e-15 + Double.MIN_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "year, 0, 1970",
        "month, 951782400, 2",
        "day_of_month, 951782400, 29",
        "days_in_month, 951782400, 29",
        "day_of_week, 951782400, 2",
        "day_of_year, -86400, 365",
        "hour, -1, 23",
        "minute, 3599, 59",
        "year, -62135596801, 0",
        "year, NaN, 292277026596",
        "year, Infinity, 292277026596"
    })
    void datesOfEveryYearThatSecondsReach(String name, double seconds, double expected) {
        assertEquals(expected, ElementFunctions.named(name).applyAsDouble(seconds));
    }
}
