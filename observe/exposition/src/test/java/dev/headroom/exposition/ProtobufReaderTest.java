package dev.headroom.exposition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.exposition.Entry.Sample;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProtobufReaderTest {

    private static final int COUNTER = 0;
    private static final int GROUP = (9 << 3) | 3;
    private static final int GROUP_END = (9 << 3) | 4;
    private static final int SUMMARY = 2;
    private static final int HISTOGRAM = 4;
    private static final int GAUGE_HISTOGRAM = 5;
    private static final HistogramReading NATIVE = new HistogramReading(true, false, false);

    private static List<Entry> read(HistogramReading reading, byte[] page) throws ExpositionException {
        var entries = new ArrayList<Entry>();
        PageReader.read(ContentType.Parser.PROTOBUF, page, PageReader.Reading.first(reading), entries::add);
        return entries;
    }

    /// The samples of a page as text, one a line.
    private static String samples(HistogramReading reading, Message... families) throws ExpositionException {
        var text = new StringBuilder();
        for (var entry : read(reading, Message.page(families))) {
            if (entry instanceof Sample sample) {
                text.append(sample.labels()).append(' ').append(switch (sample) {
                    case Entry.Series series -> String.valueOf(series.value());
                    case Entry.Histogram histogram -> histogram.histogram().toString();
                });
                sample.timestampMillis().ifPresent(at -> text.append(" @").append(at));
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String refusal(HistogramReading reading, Message... families) {
        var refused = assertThrows(ExpositionException.class, () -> read(reading, Message.page(families)));
        return String.valueOf(refused.getMessage());
    }

    /// Five observations in the buckets 1, 2 and 4, two of them in the last one.
    private static Message nativeHistogram() {
        return new Message()
                .whole(1, 5)
                .fraction(2, 7.5)
                .signed(5, 0)
                .fraction(6, 0.001)
                .whole(7, 1)
                .message(12, Message.span(1, 2))
                .message(12, Message.span(1, 1))
                .packed(13, 1, 0, 1);
    }

    private static Message bucket(double bound, long count) {
        return new Message().whole(1, count).fraction(2, bound);
    }

    private static Message classicHistogram() {
        return new Message().whole(1, 3).fraction(2, 4).message(3, bucket(1, 1)).message(3, bucket(2.5, 2));
    }

    private static Message metric(int field, Message value) {
        return new Message().message(1, Message.label("job", "a")).message(field, value);
    }

    @Test
    void aCounterComesWithItsExemplarAndItsTime() throws ExpositionException {
        var counter = new Message().fraction(1, 42).message(2, Message.exemplar("abc", 0.5, 1_700_000_000));
        var family = Message.family("requests_total", COUNTER, metric(3, counter).whole(6, 1234));
        var entries = read(NATIVE, Message.page(family.text(5, "things")));
        assertEquals(new Entry.Help("requests_total", "help"), entries.get(0));
        assertEquals(new Entry.Unit("requests_total", "things"), entries.get(1));
        assertEquals(new Entry.Type("requests_total", MetricType.COUNTER), entries.get(2));
        var series = (Entry.Series) entries.get(3);
        assertEquals("{__name__=\"requests_total\", job=\"a\"}", series.labels().toString());
        assertEquals(42, series.value());
        assertEquals(1234, series.timestampMillis().getAsLong());
        var exemplar = series.exemplar().orElseThrow();
        assertEquals(1_700_000_000_250L, exemplar.timestampMillis().getAsLong());
        assertEquals(List.of(new Entry.Label("trace_id", "abc", true)), exemplar.labels());
    }

    @Test
    void aSummaryIsItsCountItsSumAndItsQuantiles() throws ExpositionException {
        var summary = new Message()
                .whole(1, 9)
                .fraction(2, 4.5)
                .message(3, new Message().fraction(1, 1).fraction(2, 0.7));
        assertEquals(
                """
                {__name__="latency_count", job="a"} 9.0
                {__name__="latency_sum", job="a"} 4.5
                {__name__="latency", job="a", quantile="1.0"} 0.7
                """,
                samples(NATIVE, Message.family("latency", SUMMARY, metric(4, summary))));
    }

    @Test
    void aClassicHistogramGetsTheBucketOfEverything() throws ExpositionException {
        assertEquals(
                """
                {__name__="latency_count", job="a"} 3.0
                {__name__="latency_sum", job="a"} 4.0
                {__name__="latency_bucket", job="a", le="1.0"} 1.0
                {__name__="latency_bucket", job="a", le="2.5"} 2.0
                {__name__="latency_bucket", job="a", le="+Inf"} 3.0
                """,
                samples(NATIVE, Message.family("latency", HISTOGRAM, metric(7, classicHistogram()))));
    }

    @Test
    void aNativeHistogramCountsInsteadOfItsClassicPartUnlessBothAreAskedForOrNone() throws ExpositionException {
        var both = nativeHistogram().message(3, bucket(1, 2));
        var family = Message.family("latency", HISTOGRAM, metric(7, both));
        var alone = "{__name__=\"latency\", job=\"a\"}"
                + " {count:5, sum:7.5, [-0.001,0.001]:1, (1,2]:1, (2,4]:1, (8,16]:2}\n";
        var classic = """
                {__name__="latency_count", job="a"} 5.0
                {__name__="latency_sum", job="a"} 7.5
                {__name__="latency_bucket", job="a", le="1.0"} 2.0
                {__name__="latency_bucket", job="a", le="+Inf"} 5.0
                """;
        assertEquals(alone, samples(NATIVE, family));
        assertEquals(alone + classic, samples(new HistogramReading(true, true, false), family));
        assertEquals(classic, samples(HistogramReading.CLASSIC, family));
    }

    @Test
    void aClassicHistogramBecomesOneWithCustomBuckets() throws ExpositionException {
        var family = Message.family("latency", GAUGE_HISTOGRAM, metric(7, classicHistogram()));
        var entries = read(new HistogramReading(true, false, true), Message.page(family));
        var histogram = ((Entry.Histogram) entries.getLast()).histogram();
        assertEquals("{count:3, sum:4, [-Inf,1]:1, (1,2.5]:1, (2.5,+Inf]:1}", histogram.toString());
        assertEquals(List.of(1.0, 2.5), histogram.customBounds());
        assertEquals(CounterReset.GAUGE, histogram.counterReset());
    }

    @Test
    void exemplarsOfANativeHistogramCountWhenTheyHaveATime() throws ExpositionException {
        var histogram = nativeHistogram()
                .message(16, Message.exemplar("timed", 3, 5))
                .message(16, new Message().message(1, Message.label("trace_id", "timeless")));
        var entries = read(NATIVE, Message.page(Message.family("latency", HISTOGRAM, metric(7, histogram))));
        var exemplars = ((Entry.Histogram) entries.getLast()).exemplars();
        assertEquals(1, exemplars.size());
        assertEquals(5250, exemplars.getFirst().timestampMillis().getAsLong());
    }

    @Test
    void aSchemaThatIsFinerThanAnyIsMadeCoarser() throws ExpositionException {
        var fine = new Message().whole(1, 2).signed(5, 9).message(12, Message.span(1, 2)).packed(13, 1, 0);
        var entries = read(NATIVE, Message.page(Message.family("latency", HISTOGRAM, metric(7, fine))));
        var histogram = ((Entry.Histogram) entries.getLast()).histogram();
        assertEquals(FloatHistogram.FINEST_SCHEMA, histogram.schema());
        assertEquals("[1:2.0]", histogram.positive().toString());
    }

    @Test
    void aHistogramThatCannotBeIsRefusedWithTheByteWhereItBegins() {
        var spans = new Message().whole(1, 1).message(12, Message.span(0, 2)).packed(13, 1);
        assertEquals(
                "byte 20: native histogram: expected positive spans of 1 buckets, got longer ones",
                refusal(NATIVE, Message.family("latency", HISTOGRAM, metric(7, spans))));
        var uncounted = new Message().whole(1, 7).message(12, Message.span(0, 1)).packed(13, 5);
        assertEquals(
                "byte 20: native histogram: expected a count of 5, as in all buckets together, got 7",
                refusal(NATIVE, Message.family("latency", HISTOGRAM, metric(7, uncounted))));
        var negative = new Message().whole(1, -1).message(12, Message.span(0, 1)).packed(13, -1);
        assertTrue(refusal(NATIVE, Message.family("latency", HISTOGRAM, metric(7, negative)))
                .endsWith("expected a possible histogram, got a negative count"));
        var coarse = new Message().signed(5, -5).message(12, Message.span(0, 0));
        assertTrue(refusal(NATIVE, Message.family("latency", HISTOGRAM, metric(7, coarse)))
                .endsWith("expected a schema from -4 to 8, got -5"));
    }

    @Test
    void lengthsThatAreNotThereCostNothing() {
        assertEquals(
                "byte 0: expected 2147483647 bytes, got 0 before the end of the page",
                refused(new Message().raw(Integer.MAX_VALUE).bytes()));
        assertEquals(
                "byte 0: expected 18446744073709551615 bytes, got 0 before the end of the page",
                refused(new Message().raw(-1).bytes()));
        var endless = new byte[11];
        Arrays.fill(endless, (byte) 0xff);
        assertEquals("byte 0: expected a number of at most 10 bytes, got a longer one", refused(endless));
        var far = new Message().whole(1, 1).message(12, Message.span(Integer.MAX_VALUE, -1)).packed(13, 1);
        assertTrue(refusal(NATIVE, Message.family("latency", HISTOGRAM, metric(7, far))).contains("positive spans"));
    }

    private static String refused(byte[] page) {
        return String.valueOf(
                assertThrows(ExpositionException.class, () -> read(NATIVE, page)).getMessage());
    }

    @Test
    void groupsOfGroupsAreLeftOutDownToALimit() throws ExpositionException {
        var shallow = new Message().raw(GROUP).raw(GROUP).raw(GROUP_END).raw(GROUP_END);
        assertEquals(List.of(), read(NATIVE, Message.page(shallow)));
        var deep = new Message();
        for (int i = 0; i < 100_000; i++) {
            deep.raw(GROUP);
        }
        assertTrue(refusal(NATIVE, deep).endsWith("limit exceeded: groups deeper than 32 (groupDepth)"));
    }

    @Test
    void aSmallPageCannotAskForMuchMemory() {
        var histogram = new Message().whole(1, 1);
        for (int i = 0; i < 100_000; i++) {
            histogram.message(3, new Message().fraction(2, i));
        }
        var metric = new Message().message(7, histogram);
        for (int i = 0; i < 1000; i++) {
            metric.message(1, Message.label("l" + i, ""));
        }
        assertTrue(refusal(NATIVE, Message.family("latency", HISTOGRAM, metric)).endsWith(
                "limit exceeded: the samples of the page have more than 2000000 labels together (pageLabels)"));
        var buckets = new long[(1 << 20) + 1];
        var wide = new Message().message(12, Message.span(0, buckets.length)).packed(13, buckets);
        assertTrue(refusal(NATIVE, Message.family("latency", HISTOGRAM, metric(7, wide))).endsWith(
                "limit exceeded: a native histogram of more than 1048576 buckets (histogramSideBuckets)"));
    }

    @Test
    void aMillionSeriesAreRefusedOrRead() throws ExpositionException {
        var family = new Message().text(1, "m").whole(3, 1);
        for (int i = 0; i < 1_000_000; i++) {
            family.message(4, new Message().message(2, new Message().fraction(1, i)));
        }
        var count = new int[1];
        PageReader.read(
                ContentType.Parser.PROTOBUF,
                Message.page(family),
                PageReader.Reading.first(NATIVE),
                _ -> count[0]++);
        assertEquals(1_000_002, count[0]);
    }

    private static byte[] manySidedPage() {
        var summary = new Message().whole(1, 9).message(3, new Message().fraction(1, 0.5).fraction(2, 0.7));
        return Message.page(
                Message.family("a", COUNTER, metric(3, new Message().fraction(1, 42)
                        .message(2, Message.exemplar("abc", 0.5, 1_700_000_000)))),
                Message.family("b", SUMMARY, metric(4, summary)),
                Message.family("c", HISTOGRAM, metric(7, classicHistogram()), metric(7, classicHistogram())),
                Message.family("d", HISTOGRAM, metric(7, nativeHistogram().message(3, bucket(1, 2)))));
    }

    @Test
    void aPageThatIsCutOffInsideOfAFamilyIsRefused() throws ExpositionException {
        var page = manySidedPage();
        int whole = 0;
        for (int length = 0; length < page.length; length++) {
            try {
                read(NATIVE, Arrays.copyOf(page, length));
                whole++;
            } catch (ExpositionException refused) {
                assertTrue(refused.offset() <= length, refused::getMessage);
            }
        }
        assertEquals(4, whole, "it may end before each of its four families");
    }

    /// Bytes are changed, added and taken away; `-Dheadroom.seed=N` runs one seed.
    @Test
    void damagedBytesAreReadOrRefusedAndNothingElse() {
        var one = Long.getLong("headroom.seed");
        for (long seed = one == null ? 1 : one; seed <= (one == null ? 20_000 : one); seed++) {
            var random = new SplittableRandom(seed);
            var page = manySidedPage();
            for (int left = random.nextInt(1, 6); left > 0; left--) {
                int at = random.nextInt(page.length);
                switch (random.nextInt(3)) {
                    case 0 -> page[at] = (byte) random.nextInt();
                    case 1 -> page[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                    default -> System.arraycopy(
                            page.clone(), 0, page, at, Math.min(page.length - at, random.nextInt(20)));
                }
            }
            var reading = new HistogramReading(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
            try {
                read(reading, page);
            } catch (ExpositionException refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("byte "), refused::getMessage);
            } catch (RuntimeException wrong) {
                throw new AssertionError("seed " + seed, wrong);
            }
        }
    }
}
