package dev.headroom.drafts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.promql.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFlowTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "x; pod; true",
        "sum(x); pod; false",
        "sum by (pod) (x); pod; true",
        "sum by (pod) (x); job; false",
        "sum without (pod) (x); pod; false",
        "sum without (pod) (x); job; true",
        "sum by (pod) (sum by (job) (x)); pod; false",
        "histogram_quantile(0.9, x); le; false",
        "rate(x[5m]); pod; true",
        "label_replace(sum(x), 'pod', '$1', 'a', 'b'); pod; true",
        "sum by (pod) (x) / sum by (pod) (y); pod; true",
        "x / on (job) y; pod; false",
        "x / ignoring (pod) y; pod; false",
        "x / on (job) group_left (pod) y; pod; true",
        "sum(x) or sum by (pod) (y); pod; true",
        "sum(x) and y; pod; false",
        "sum(x) > 5; pod; false",
        "5 < sum by (pod) (x); pod; true",
        "topk(3, x); pod; true",
        "count_values('version', x); version; true",
        "vector(1); pod; false",
        "max_over_time(sum by (pod) (x)[5m:1m]); pod; true"
    })
    void labelsFlowThroughAnExpression(String query, String label, boolean mayHave) {
        assertEquals(mayHave, LabelFlow.of(Parser.parse(query)).mayHave(label));
    }
}
