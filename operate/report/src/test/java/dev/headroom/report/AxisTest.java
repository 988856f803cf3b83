package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ticks are round, few, and hold what is drawn.
class AxisTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    92    | [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
                    1.2   | [0.0, 0.5, 1.0, 1.5]
                    0.02  | [0.0, 0.005, 0.01, 0.015, 0.02]
                    0     | [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]
                    """)
    void fromZeroUp(double highest, String ticks) {
        assertEquals(ticks, Axis.upTo(highest).ticks().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    12  | [0.0, 3.0, 6.0, 9.0, 12.0]
                    5   | [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
                    20  | [0.0, 4.0, 8.0, 12.0, 16.0, 20.0]
                    0   | [0.0, 1.0]
                    400 | [0.0, 100.0, 200.0, 300.0, 400.0]
                    """)
    void countsHaveWholeTicks(double highest, String ticks) {
        assertEquals(ticks, Axis.countingTo(highest).ticks().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0.14  | 3.3   | [0.1, 0.2, 0.5, 1.0, 2.0, 5.0]
                    0.35  | 0.35  | [0.2, 0.5]
                    0.002 | 0.35  | [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
                    0     | 30    | [1.0E-4, 2.0E-4, 5.0E-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0,\
                     2.0, 5.0, 10.0, 20.0, 50.0]
                    """)
    void ratiosHoldBothEnds(double lowest, double highest, String ticks) {
        assertEquals(
                ticks,
                Axis.ratios(lowest, highest).ticks().stream()
                        .map(tick -> (double) Math.round(tick * 1e6) / 1e6)
                        .toList()
                        .toString());
    }

    @Test
    void timeHasRoundTicks() {
        assertEquals(List.of(0.0, 30.0, 60.0, 90.0, 120.0, 150.0, 180.0, 210.0, 240.0), Axis.time(240).ticks());
        assertEquals(6, Axis.time(86_400).ticks().size() + 1);
    }

    @Test
    void whatLiesBeyondAnEndLiesOnIt() {
        var ratios = Axis.ratios(0.1, 10);
        assertEquals(0, ratios.position(0.001));
        assertEquals(0.5, ratios.position(1), 1e-9);
        assertEquals(1, ratios.position(1000));
        assertEquals(0.25, Axis.upTo(100).position(25));
    }
}
