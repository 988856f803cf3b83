package dev.headroom.drafts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.promql.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m]))); QUANTILE; x_bucket; false",
        "max(histogram_quantile(0.95, rate(x_bucket[5m]))); QUANTILE; x_bucket; false",
        "1000 * histogram_quantile(0.95, rate(x_bucket[5m])); QUANTILE; x_bucket; true",
        "http_request_duration_p95:pod; QUANTILE; http_request_duration_p95:pod; false",
        "max(rpc_seconds{quantile='0.99'}); QUANTILE; rpc_seconds; false",
        "avg(queue_length); AVERAGE; queue_length; false",
        "sum(rate(x_sum[5m])) / sum(rate(x_count[5m])); RATIO; ''; false",
        "sum(rate(x_total[5m])); RATE_TOTAL; x_total; false",
        "sum(queue_length); TOTAL; queue_length; false",
        "sum(queue_length) / 2; TOTAL; queue_length; true",
        "sum(avg_over_time(in_flight[1m])); TOTAL; in_flight; false",
        "count(up == 1); TOTAL; up; true",
        "max(queue_length); OTHER; queue_length; false",
        "clamp_max(avg(queue_length), 5); AVERAGE; queue_length; false",
        "avg(x) and on () vector(1); AVERAGE; x; false",
        "cache_hit_ratio; RATIO; cache_hit_ratio; false"
    })
    void aQueryTellsWhatKindOfNumberItGives(String query, Meaning.Kind kind, String metric, boolean scaled) {
        assertEquals(new Meaning(kind, metric, scaled), Meaning.of(Parser.parse(query)));
    }
}
