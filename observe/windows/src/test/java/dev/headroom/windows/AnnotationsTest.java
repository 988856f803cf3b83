package dev.headroom.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.promql.TextRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotationsTest {

    private static final String QUERY = "sum(\n  rate(queue[5m])) + rate(queue[5m])";

    private final Annotations annotations = new Annotations(QUERY);

    @Test
    void theSameTextIsSaidOnceWithThePlaceOfTheLastCause() {
        annotations.possibleNonCounter(new TextRange(12, 21), "queue");
        annotations.possibleNonCounter(new TextRange(31, 40), "queue");
        assertEquals(
                List.of("PromQL info: metric might not be a counter, name does not end in"
                        + " _total/_sum/_count/_bucket: \"queue\" (2:27)"),
                annotations.infos());
        assertEquals(List.of(), annotations.warnings());
    }

    @Test
    void histogramsThatHadToBeRaisedAreCountedTogether() {
        annotations.forcedMonotonicity(new TextRange(0, 3), "", new MonotonicityNote(60_000, 60_000, 0.5, 1, 2, 1));
        annotations.forcedMonotonicity(new TextRange(0, 3), "", new MonotonicityNote(0, 0, 1, 5, 0.123, 1));
        assertEquals(
                List.of("PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see"
                        + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from"
                        + " buckets 0.5 to 5, with a max diff of 2, over 2 samples from 1970-01-01T00:00:00Z to"
                        + " 1970-01-01T00:01:00Z (1:1)"),
                annotations.infos());
    }

    @Test
    void overlapsOfStartTimesAreCounted() {
        annotations.startTimeOverlap(new TextRange(0, 3), "x");
        annotations.startTimeOverlap(new TextRange(0, 3), "x");
        assertEquals(
                List.of("PromQL warning: sample has start time that overlaps with previous sample timestamp for metric"
                        + " \"x\" (2 occurrences) (1:1)"),
                annotations.warnings());
    }
}
