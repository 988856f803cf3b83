package dev.headroom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.QueryResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0", "-0.0, -0", "1, 1", "100, 100", "0.1, 0.1", "-2.5, -2.5", "1e-6, 0.000001", "1e-7, 1e-7",
                "1.5e-7, 1.5e-7",
        "1e20, 100000000000000000000", "1e21, 1e+21", "1.25e22, 1.25e+22", "1e-320, 1e-320",
                "123456789.125, 123456789.125",
        "NaN, NaN", "Infinity, +Inf", "-Infinity, -Inf", "0.30000000000000004, 0.30000000000000004",
                "1e15, 1000000000000000"
    })
    void numbersArePrintedWithTheFewestDigitsAsGoPrintsThem(double value, String text) {
        assertEquals(text, ApiText.number(value));
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
}
