package dev.headroom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.Exemplars.Exemplar;
import dev.headroom.tsdb.Exemplars.OfSeries;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0", "-0.0, -0", "1, 1", "100, 100", "0.1, 0.1", "-2.5, -2.5", "1e-6, 0.000001", "1e-7, 1e-07",
                "1.5e-7, 1.5e-07",
        "1e20, 100000000000000000000", "1e21, 1e+21", "1.25e22, 1.25e+22", "1e-320, 1e-320",
                "123456789.125, 123456789.125",
        "NaN, NaN", "Infinity, +Inf", "-Infinity, -Inf", "0.30000000000000004, 0.30000000000000004",
                "1e15, 1000000000000000"
    })
    void numbersArePrintedWithTheFewestDigitsAsGoPrintsThem(double value, String text) {
        assertEquals(text, ApiText.number(value));
    }

    private static String printed(QueryResult.Value value) {
        return String.join("", ApiText.result(value, ""));
    }

    @ParameterizedTest
    @CsvSource({"1e-7, 0.0000001", "1e22, 10000000000000000000000", "NaN, NaN", "-Infinity, -Inf", "0, 0", "2.5, 2.5"})
    void scalarsHaveNoExponent(double value, String text) {
        var out = printed(new QueryResult.Scalar(1000, value));
        assertEquals("{\"resultType\":\"scalar\",\"result\":[1,\"" + text + "\"]}", out);
    }

    @Test
    void exemplarsArePrintedAsPrometheusPrintsThem() {
        var exemplar = new Exemplar(Labels.of("trace_id", "a"), 1e-7, 1_795_977_368_883L);
        var out = new StringBuilder();
        ApiText.exemplars(out, new OfSeries(Labels.of("job", "b"), List.of(exemplar, exemplar)));
        var printed = "{\"labels\":{\"trace_id\":\"a\"},\"value\":\"1e-07\",\"timestamp\":1795977368.883}";
        assertEquals(
                "{\"seriesLabels\":{\"job\":\"b\"},\"exemplars\":[" + printed + "," + printed + "]}", out.toString());
    }

    @Test
    void aVectorIsPrintedAsPrometheusPrintsIt() {
        var vector = new QueryResult.Vector(List.of(
                new QueryResult.Element(Labels.of("__name__", "up", "job", "a\"b"), 1_435_781_451_781L, 1),
                new QueryResult.Element(Labels.empty(), 1_435_781_460_050L, Double.NaN)));
        var printed = String.join("", ApiText.result(vector, ""));
        assertEquals("{\"resultType\":\"vector\",\"result\":["
                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\\\"b\"},\"value\":[1435781451.781,\"1\"]},"
                + "{\"metric\":{},\"value\":[1435781460.050,\"NaN\"]}]}", printed);
    }

    @Test
    void aMatrixIsPrintedAsPrometheusPrintsIt() {
        var samples = new Samples(new long[] {1000, 2000}, new double[] {1, 2.5}, 2);
        var matrix = new QueryResult.Matrix(List.of(new QueryResult.Row(Labels.of("a", "1"), samples)));
        assertEquals("{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"1\"},"
                + "\"values\":[[1,\"1\"],[2,\"2.5\"]]}],\"stats\":1}",
                String.join("", ApiText.result(matrix, ",\"stats\":1")));
    }

    private static final FloatHistogram HISTOGRAM = new FloatHistogram(CounterReset.UNKNOWN, 0, 0.25, 3, 42, 34.5,
            new BucketCounts(new int[] {0, 1, 3}, new double[] {12, 0, 6}), BucketCounts.adjacent(2, 21), List.of());

    @Test
    void aHistogramIsPrintedWithItsBucketsAndWhichOfTheirBoundsBelongToThem() {
        var out = printed(new QueryResult.Vector(
                List.of(new QueryResult.Element(Labels.of("a", "1"), 1500, HISTOGRAM))));
        assertEquals("{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":\"1\"},\"histogram\":[1.500,"
                + "{\"count\":\"42\",\"sum\":\"34.5\",\"buckets\":[[1,\"-4\",\"-2\",\"21\"],"
                + "[3,\"-0.25\",\"0.25\",\"3\"],[0,\"0.5\",\"1\",\"12\"],[0,\"4\",\"8\",\"6\"]]}]}]}",
                out);
    }

    @Test
    void numbersAndHistogramsOfASeriesAreListsOfTheirOwn() {
        var mixed = new Samples(new long[] {1000, 2000, 3000}, new double[3], 3)
                .withHistograms(new FloatHistogram[] {null, HISTOGRAM.times(0).compact(), null});
        var out = printed(new QueryResult.Matrix(List.of(new QueryResult.Row(Labels.of("a", "1"), mixed))));
        assertEquals("{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"1\"},"
                + "\"values\":[[1,\"0\"],[3,\"0\"]],\"histograms\":[[2,{\"count\":\"0\",\"sum\":\"0\"}]]}]}",
                out);
        var only = new Samples(new long[] {2000}, new double[1], 1).withHistograms(new FloatHistogram[] {HISTOGRAM});
        var histograms = printed(new QueryResult.Matrix(List.of(new QueryResult.Row(Labels.empty(), only))));
        assertTrue(histograms.startsWith(
                "{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"histograms\":[[2,{\"count\":\"42\""));
    }
}
