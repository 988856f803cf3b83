package dev.headroom.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.autoscaler.Signal;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// An autoscaler asks for the p95 of a service that is scraped every 15 s.
class SignalReaderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Labels SERIES = Labels.of("__name__", "latency_bucket", "le", "0.5");
    private static final String QUERY = "histogram_quantile(0.95, sum by (le) (rate(latency_bucket[1m])))";

    private QueryResult.Value answer = new QueryResult.Vector(List.of());
    private final List<Long> sampleAgesMillis = new ArrayList<>();
    private Optional<String> trouble = Optional.empty();
    private OptionalLong endedMillisAgo = OptionalLong.empty();
    private boolean fromFailing = true;
    private Optional<PromqlException> failure = Optional.empty();
    private String query = QUERY;

    @Test
    void oneElementIsAValueWithTheAgeOfItsNewestSample() {
        answer = vector(0.612);
        scrapedEvery15Seconds();
        assertEquals(new Signal.Value(0.612, Duration.ofSeconds(4)), read());
    }

    @Test
    void aValueThatRestsOnOldSamplesIsStale() {
        answer = vector(0.612);
        sampleAgesMillis.addAll(List.of(65_000L, 50_000L));
        assertEquals(new Signal.Stale(Duration.ofSeconds(50)), read());
    }

    @Test
    void notANumberIsNotZero() {
        answer = vector(Double.NaN);
        scrapedEvery15Seconds();
        assertEquals(new Signal.NotANumber("NaN"), read());
    }

    @Test
    void nothingScrapedUnderThatNameIsSaid() {
        assertTrue(absent().startsWith("no sample of latency_bucket[1m] in 5 min: nothing that is scraped has it"),
                absent());
    }

    @Test
    void aNumberThatLacksSomeOfItsTargetsSaysSo() {
        answer = vector(12);
        scrapedEvery15Seconds();
        trouble = Optional.of("1 of 3 scrape targets is failing: connection refused");
        assertEquals(
                new Signal.Partial(12, Duration.ofSeconds(4), "1 of 3 scrape targets is failing: connection refused"),
                read());
    }

    @Test
    void aTargetThatNeverHadTheSeriesTakesNothingFromANumber() {
        answer = vector(12);
        scrapedEvery15Seconds();
        trouble = Optional.of("1 of 3 scrape targets is failing: connection refused");
        fromFailing = false;
        assertEquals(new Signal.Value(12, Duration.ofSeconds(4)), read());
    }

    @Test
    void aScrapeThatFailsIsTheHopThatIsNamed() {
        trouble = Optional.of("http://127.1.0.5:8000/prometheus is down: connection refused");
        sampleAgesMillis.add(90_000L);
        assertEquals(
                "the newest sample of latency_bucket[1m] is 90.0 s old:"
                        + " http://127.1.0.5:8000/prometheus is down: connection refused",
                absent());
    }

    @Test
    void aSeriesThatItsPageHasNoMoreIsNamed() {
        scrapedEvery15Seconds();
        endedMillisAgo = OptionalLong.of(1_000);
        assertTrue(absent().startsWith("the newest sample of latency_bucket[1m] is 4.0 s old, and no page has it any"
                + " more"), absent());
    }

    @Test
    void aWindowAsShortAsTheScrapeIntervalIsNamed() {
        query = QUERY.replace("1m", "15s");
        scrapedEvery15Seconds();
        assertEquals(
                "the window [15s] holds at most one sample at a scrape interval of 15s, and latency_bucket[15s] needs"
                        + " two: use at least [1m], four scrape intervals",
                absent());
    }

    @Test
    void howOftenThereIsASampleIsSeenFromTheSamples() {
        query = QUERY.replace("1m", "30s");
        sampleAgesMillis.addAll(List.of(214_000L, 154_000L, 94_000L, 34_000L));
        assertTrue(
                absent(Duration.ofMinutes(1)).startsWith("the window [30s] holds at most one sample at a scrape"
                        + " interval of 1m, and latency_bucket[30s] needs two: use at least [4m]"),
                absent(Duration.ofMinutes(1)));
    }

    @Test
    void aWindowBetweenOneAndTwoIntervalsHoldsOneSampleNowAndThen() {
        query = QUERY.replace("1m", "18s");
        scrapedEvery15Seconds();
        assertTrue(absent().startsWith("the window [18s] holds now one sample, now two at a scrape interval of 15s"),
                absent());
    }

    @Test
    void aSeriesThatHasJustBegunIsNoFaultOfItsWindow() {
        sampleAgesMillis.add(4_000L);
        assertEquals(
                "the window of latency_bucket[1m] holds fewer than two samples: its series have just begun", absent());
    }

    @Test
    void samplesThatTheQueryDropsAreSaid() {
        scrapedEvery15Seconds();
        assertTrue(absent().startsWith("samples are there, and the query drops them all"), absent());
    }

    @Test
    void severalElementsAreAnErrorThatSaysWhatToDo() {
        var element = new QueryResult.Element(Labels.empty(), NOW.toEpochMilli(), 1);
        answer = new QueryResult.Vector(List.of(element, element));
        assertEquals(
                new Signal.Failed("expected one element, got 2; aggregate the query, for example with sum(...)"),
                read());
    }

    @Test
    void aQueryThatFailsIsAFailedSignal() {
        failure = Optional.of(new PromqlException(PromqlException.Kind.BAD_DATA, "unexpected end"));
        assertEquals(new Signal.Failed("unexpected end"), read());
    }

    @Test
    void whatEmptiesAQueryWithoutASelectorIsNotKnown() {
        query = "vector(1) > 2";
        assertEquals("the answer is empty, and the query names no series that would explain it", absent());
    }

    private void scrapedEvery15Seconds() {
        sampleAgesMillis.addAll(List.of(49_000L, 34_000L, 19_000L, 4_000L));
    }

    private String absent() {
        return assertInstanceOf(Signal.Absent.class, read()).why();
    }

    private String absent(Duration configured) {
        return assertInstanceOf(Signal.Absent.class, read(configured)).why();
    }

    private Signal read() {
        return read(Duration.ofSeconds(15));
    }

    private Signal read(Duration configured) {
        return new SignalReader(MetricStore.embedded(storage(), engine(), troubles(), configured)).read(query, NOW);
    }

    private static QueryResult.Vector vector(double value) {
        return new QueryResult.Vector(List.of(new QueryResult.Element(Labels.empty(), NOW.toEpochMilli(), value)));
    }

    private Troubles troubles() {
        return new Troubles() {
            @Override
            public Optional<String> of(List<Matcher> matchers, Instant now) {
                return trouble;
            }

            @Override
            public Optional<String> lost(List<Labels> series, Instant now) {
                assertEquals(List.of(SERIES), series);
                return trouble.filter(_ -> fromFailing);
            }
        };
    }

    private QueryEngine engine() {
        return new QueryEngine() {
            @Override
            public QueryResult instant(String asked, Instant at) {
                failure.ifPresent(wrong -> {
                    throw wrong;
                });
                return new QueryResult(answer, List.of(), List.of());
            }

            @Override
            public QueryResult range(String asked, Instant start, Instant end, Duration step) {
                throw new AssertionError("an autoscaler asks for one instant");
            }
        };
    }

    private Queryable storage() {
        return new Queryable() {
            @Override
            public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
                var ages = LongStream.concat(sampleAgesMillis.stream().mapToLong(age -> age), endedMillisAgo.stream());
                var times = ages.map(age -> NOW.toEpochMilli() - age)
                        .filter(time -> time >= minMillis && time <= maxMillis)
                        .toArray();
                if (times.length == 0) {
                    return List.of();
                }
                var values = new double[times.length];
                endedMillisAgo.ifPresent(_ -> values[times.length - 1] = Double.longBitsToDouble(Samples.STALE_BITS));
                return List.of(new Selected(SERIES, new Samples(times, values, times.length)));
            }

            @Override
            public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
                return List.of(SERIES);
            }
        };
    }
}
