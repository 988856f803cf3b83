package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Values in one line of text.
class SparklineTest {

    @Test
    void eachValueIsOneCharacterAndNoneIsABlank() {
        double[] values = {0, 1, 2, 3, Double.NaN, 7.9, 8, 99, -1};
        assertEquals("▁▂▃▄ ███▁", Sparkline.of(values, 8));
    }

    @Test
    void withoutATopEverythingIsLow() {
        assertEquals("▁▁", Sparkline.of(new double[] {0, 0}, 0));
    }

    @Test
    void aColumnKeepsItsHighestValue() {
        assertArrayEquals(new double[] {9, 2}, Sparkline.fit(new double[] {1, 9, 1, 2, Double.NaN, 0}, 2));
        assertArrayEquals(new double[] {1, 2}, Sparkline.fit(new double[] {1, 2}, 5));
        assertArrayEquals(
                new double[] {Double.NaN, 3}, Sparkline.fit(new double[] {Double.NaN, Double.NaN, 3, 3}, 2));
    }
}
