package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.Labels;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a sample costs, by the kind of series: six hours of a 15-second scrape that is up to 10 ms late. The figures
/// are printed; those in docs/design/storage.md come from here.
final class CompressionTest {

    private static final int SAMPLES = 6 * 60 * 4;

    /// How a series moves, and what a sample of it may cost.
    enum Kind {
        CONSTANT(1.5),
        IDLE_COUNTER(2),
        REQUEST_COUNTER(5),
        IN_FLIGHT(5),
        SECONDS_SUM(9),
        NOISE(10);

        private final double mostBytes;

        Kind(double mostBytes) {
            this.mostBytes = mostBytes;
        }

        double next(double last, Random random) {
            return switch (this) {
                case CONSTANT -> 1;
                case IDLE_COUNTER -> random.nextInt(20) == 0 ? last + 1 : last;
                case REQUEST_COUNTER -> last + 100 + random.nextInt(50);
                case IN_FLIGHT -> random.nextInt(40);
                case SECONDS_SUM -> last + 20 * random.nextDouble();
                case NOISE -> random.nextDouble();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSampleCostsNoMoreThanItsKindMay(Kind kind) {
        var head = new Head(HeadOptions.defaults());
        var random = new Random(11);
        double value = 0;
        for (int i = 0; i < SAMPLES; i++) {
            var batch = head.appender();
            value = kind.next(value, random);
            batch.append(Labels.of("__name__", "measured"), i * 15_000L + random.nextInt(10), value);
            batch.commit();
        }
        var held = head.statistics();
        assertEquals(SAMPLES, held.samples());
        double bytes = (double) held.chunkBytes() / held.samples();
        System.out.printf("%-16s %.2f bytes a sample%n", kind, bytes);
        assertTrue(bytes <= kind.mostBytes, kind + ": " + bytes + " bytes a sample, at most " + kind.mostBytes);
    }
}
