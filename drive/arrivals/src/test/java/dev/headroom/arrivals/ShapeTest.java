package dev.headroom.arrivals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShapeTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    static List<Shape> shapes() {
        return ShapeText.examples().stream().map(ShapeText::parse).toList();
    }

    @Test
    void aRampMovesInAStraightLine() {
        var ramp = new Shape.Ramp(10, 40, MINUTE);
        assertEquals(10, ramp.rateAt(0));
        assertEquals(25, ramp.rateAt(30));
        assertEquals(40, ramp.rateAt(60));
        assertEquals(0, ramp.rateAt(61));
        assertEquals(1500, ramp.expected(), 1e-9);
    }

    @Test
    void aSpikeComesAndGoes() {
        var spike = Shape.spike(5, 50, Duration.ofSeconds(20), Duration.ofSeconds(10), MINUTE);
        assertEquals(5, spike.rateAt(19.9));
        assertEquals(50, spike.rateAt(20));
        assertEquals(50, spike.rateAt(29.9));
        assertEquals(5, spike.rateAt(30));
        assertEquals(5 * 50 + 50 * 10, spike.expected(), 1e-9);
        assertEquals(MINUTE, spike.duration());
    }

    @Test
    void aSineReturnsToItsMeanAfterEveryPeriod() {
        var sine = new Shape.Sine(30, 20, Duration.ofSeconds(20), MINUTE);
        assertEquals(30, sine.rateAt(0), 1e-9);
        assertEquals(50, sine.rateAt(5), 1e-9);
        assertEquals(10, sine.rateAt(15), 1e-9);
        assertEquals(30 * 60, sine.expected(), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theTimeOfACountIsTheInverseOfTheCountUntilATime(Shape shape) {
        for (double share = 0.001; share < 1; share += 0.013) {
            double expected = share * shape.expected();
            assertEquals(expected, shape.expectedUntil(shape.timeOf(expected)), 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void stretchingKeepsTheCountAndMultiplyingKeepsTheTime(Shape shape) {
        assertEquals(shape.expected(), shape.stretch(3).expected(), 1e-6 * shape.expected());
        assertEquals(shape.duration().multipliedBy(3), shape.stretch(3).duration());
        assertEquals(3 * shape.expected(), shape.multiply(3).expected(), 1e-6 * shape.expected());
        assertEquals(shape.duration(), shape.multiply(3).duration());
    }

    @Test
    void nothingArrivesWhileTheRateIsZero() {
        var pause = ShapeText.parse("0 for 10s, 5 for 10s, 0 for 10s, 5 for 10s");
        assertEquals(10, pause.timeOf(1e-9), 1e-6);
        assertEquals(30, pause.timeOf(50 + 1e-9), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "twenty", "20 for", "20 for 5 minutes", "ramp 3", "-4 for 10s", "20 for 60s,"})
    void aShapeThatCannotBeReadIsOneLineWithExamples(String text) {
        var error = assertThrows(TrafficException.class, () -> ShapeText.parse(text));
        assertTrue(String.valueOf(error.getMessage()).contains("20 to 80 over 30s"), error.getMessage());
        assertEquals(1, String.valueOf(error.getMessage()).lines().count());
    }

    @Test
    void anImpossibleShapeSaysWhatIsImpossible() {
        var error = assertThrows(TrafficException.class, () -> ShapeText.parse("sine 10 by 20 every 60s for 5m"));
        assertTrue(String.valueOf(error.getMessage()).contains("negative"), error.getMessage());
        assertThrows(TrafficException.class, () -> ShapeText.parse("step 1 to 2 at 5m for 1m"));
    }

    @Test
    void durationsAreReadAsPeopleTypeThem() {
        assertEquals(Duration.ofSeconds(90), DurationText.parse("run-time", "90"));
        assertEquals(Duration.ofSeconds(90), DurationText.parse("run-time", "90s"));
        assertEquals(Duration.ofMinutes(90), DurationText.parse("run-time", "1h30m"));
        assertEquals(Duration.ofMillis(250), DurationText.parse("timeout", "250ms"));
        assertEquals(Duration.ofMillis(1500), DurationText.parse("timeout", "1.5s"));
        for (var wrong : List.of("", "5 min", "-3s", "s", "1d", "3m1h")) {
            var error = assertThrows(TrafficException.class, () -> DurationText.parse("--timeout", wrong));
            assertEquals(
                    "--timeout: expected a duration like 90s, 5m or 1h30m, got \"" + wrong + '"', error.getMessage());
        }
    }
}
