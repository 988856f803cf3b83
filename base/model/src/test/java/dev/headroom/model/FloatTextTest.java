package dev.headroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        "100000, 100000",
        "999999, 999999",
        "1000000, 1e+06",
        "-1234567.5, -1.2345675e+06",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e300, 1e+300",
        "0, 0",
        "-0.0, -0",
        "NaN, NaN",
        "-Infinity, -Inf"
    })
    void writesAsTheVerbGDoes(double value, String text) {
        assertEquals(text, FloatText.general(value));
    }

    @Test
    void roundsToSignificantDigits() {
        assertEquals("1.2e+02", FloatText.general(123, 2));
        assertEquals("0.0012", FloatText.general(0.00123, 2));
        assertEquals("3", FloatText.general(3, 2));
    }
}
