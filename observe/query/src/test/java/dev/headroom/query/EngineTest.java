package dev.headroom.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {

    private static final Instant START = Instant.EPOCH.plus(Duration.ofMinutes(10));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.EPOCH);
    private final SeriesStorage storage = new SeriesStorage();

    private Engine engine(QueryLimits limits) {
        for (int i = 0; i < 20; i++) {
            var values = new double[200];
            int slope = i;
            Arrays.setAll(values, at -> at * slope);
            storage.add("requests_total{pod=\"" + i + "\"}", 15_000, values);
        }
        return new Engine(storage, EngineOptions.defaults().withLimits(limits), timeline);
    }

    @Test
    void aQueryThatHoldsTooManySamplesNamesTheLimit() {
        var engine = engine(QueryLimits.defaults().withSamples(800));
        var wrong = assertThrows(
                PromqlException.class, () -> engine.instant("sum(rate(requests_total[40m]))", START.plus(MINUTE)));
        assertEquals(PromqlException.Kind.EXECUTION, wrong.kind());
        assertTrue(wrong.getMessage().startsWith("query processing would load too many samples into memory"));
        assertTrue(wrong.getMessage().endsWith("(limit samples, 800)"), wrong.getMessage());
    }

    @Test
    void whatAnOperationNoLongerNeedsDoesNotCountAgainstItsSuccessors() {
        // Each rate reads 20 series of 40 samples and leaves 20; only together would they be too many.
        var engine = engine(QueryLimits.defaults().withSamples(1000));
        var query = "rate(requests_total[10m]) + rate(requests_total[10m]) + rate(requests_total[10m])";
        var vector = assertInstanceOf(
                QueryResult.Vector.class, engine.instant(query, START.plus(MINUTE)).value());
        assertEquals(20, vector.elements().size());
    }

    @Test
    void aRangeOfTooManyPointsIsRefusedBeforeAnythingIsRead() {
        var engine = engine(QueryLimits.defaults().withPoints(100));
        var wrong = assertThrows(
                PromqlException.class,
                () -> engine.range("up", START, START.plus(Duration.ofHours(2)), MINUTE));
        assertEquals(PromqlException.Kind.BAD_DATA, wrong.kind());
        assertTrue(wrong.getMessage().contains("(limit points, got 121)"), wrong.getMessage());
        assertEquals(0, storage.selects());
    }

    @Test
    void aSubqueryOfTooManyStepsIsRefusedBeforeAnythingIsRead() {
        var engine = engine(QueryLimits.defaults().withSubqueryPoints(600));
        engine.instant("max_over_time(requests_total[10m:1s])", START);
        int selects = storage.selects();
        for (var range : List.of("[601s:1s]", "[1y:1ms]")) {
            var wrong = assertThrows(
                    PromqlException.class, () -> engine.instant("max_over_time(requests_total" + range + ")", START));
            assertTrue(wrong.getMessage().startsWith("expected at most 600 steps of a subquery"), wrong.getMessage());
        }
        assertEquals(selects, storage.selects());
    }

    @Test
    void valuesThatNeverComeAgainDoNotFillTheMemory() {
        var engine = engine(QueryLimits.defaults().withSamples(100_000));
        var wrong = assertThrows(
                PromqlException.class,
                () -> engine.range(
                        "count_values(\"v\", requests_total * 1000 + time())",
                        START,
                        START.plus(Duration.ofMinutes(30)),
                        Duration.ofSeconds(1)));
        assertTrue(wrong.getMessage().contains("(limit samples, 100000)"), wrong.getMessage());
    }

    @Test
    void aQueryStopsWhenItsTimeIsUp() {
        var engine = new Engine(
                (SlowStorage) (min, max, matchers) -> {
                    timeline.advance(Duration.ofSeconds(45));
                    return storage.select(min, max, matchers);
                },
                EngineOptions.defaults().withLimits(QueryLimits.defaults().withTimeout(Duration.ofMinutes(1))),
                timeline);
        var wrong = assertThrows(PromqlException.class, () -> engine.instant("up + up + up", START));
        assertEquals(PromqlException.Kind.TIMEOUT, wrong.kind());
        assertEquals("query timed out in expression evaluation (limit timeout, 60s)", wrong.getMessage());
    }

    @Test
    void aQueryStopsWhenItsThreadIsInterrupted() {
        var engine = engine(QueryLimits.defaults());
        Thread.currentThread().interrupt();
        try {
            var wrong = assertThrows(
                    PromqlException.class,
                    () -> engine.range("sum(rate(requests_total[5m]))", START, START.plus(MINUTE), MINUTE));
            assertEquals(PromqlException.Kind.CANCELED, wrong.kind());
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is left to whoever caused it");
        }
    }

    @Test
    void aRangeQuerySelectsEachSelectorOnce() {
        var engine = engine(QueryLimits.defaults());
        engine.range(
                "sum(rate(requests_total[5m])) / max_over_time(sum(requests_total)[10m:1m])",
                START,
                START.plus(Duration.ofMinutes(30)),
                Duration.ofSeconds(15));
        assertEquals(2, storage.selects());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x[5m] | invalid expression type \"range vector\" for range query, must be Scalar or instant Vector",
                "'\"a\"' | invalid expression type \"string\" for range query, must be Scalar or instant Vector"
            })
    void aRangeQueryHasToGiveOneValueAStep(String query, String message) {
        var engine = engine(QueryLimits.defaults());
        var wrong = assertThrows(
                PromqlException.class, () -> engine.range(query, START, START.plus(MINUTE), MINUTE));
        assertEquals(message, wrong.getMessage());
        assertEquals(PromqlException.Kind.BAD_DATA, wrong.kind());
    }

    @Test
    void aRangeThatEndsBeforeItStartsIsEmpty() {
        var engine = engine(QueryLimits.defaults());
        var result = engine.range("requests_total", START, START.minus(MINUTE), MINUTE);
        assertEquals(new QueryResult.Matrix(List.of()), result.value());
    }

    @Test
    void anyNumberOfThreadsMayShareAnEngine() throws Exception {
        var engine = engine(QueryLimits.defaults());
        var query = "topk(3, sum by (pod) (rate(requests_total[5m]))) and on (pod) requests_total > 100";
        var alone = engine.instant(query, START.plus(MINUTE));
        var asked = new ArrayList<Callable<QueryResult>>();
        for (int i = 0; i < 200; i++) {
            asked.add(() -> engine.instant(query, START.plus(MINUTE)));
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var answer : threads.invokeAll(asked)) {
                assertEquals(alone, answer.get());
            }
        }
    }

    /// A storage of which only `select` matters.
    @FunctionalInterface
    private interface SlowStorage extends Queryable {
        @Override
        default List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
            return List.of();
        }
    }
}
