package dev.headroom.metricsapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.keda.MetricValue;
import dev.headroom.keda.MetricsServer;
import dev.headroom.model.Quantity;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KedaMetricsTest {

    private static final String PATH = "/apis/external.metrics.k8s.io/v1beta1/namespaces/default/s0-prometheus";

    private static ApiAnswer asked(String query, MetricsServer.Answer answer) {
        KedaMetrics.ScaledObjects objects =
                (namespace, name, metric) -> name.equals("web") && namespace.equals("default") ? Optional.of(answer)
                        : Optional.empty();
        var clock = InstantSource.fixed(RecordedSource.AT);
        var apis = new MetricsApis(
                CustomMetrics.NONE, new KedaMetrics(objects, ExternalMetrics.NONE, clock), Optional.empty(), clock);
        var request = new ApiRequest("GET", PATH, query, Map.of());
        return apis.answer(request, RequestInfo.of(request));
    }

    private static final MetricsServer.Answer ITEMS =
            new MetricsServer.Answer.Items(List.of(new MetricValue("s0-prometheus", Quantity.parse("1.957"))));

    @Test
    void aTriggerIsAnsweredAsItsAutoscalerAsks() {
        assertEquals(
                "{\"kind\":\"ExternalMetricValueList\",\"apiVersion\":\"external.metrics.k8s.io/v1beta1\","
                        + "\"metadata\":{},\"items\":[{\"metricName\":\"s0-prometheus\",\"metricLabels\":null,"
                        + "\"timestamp\":\"2026-03-01T12:00:05Z\",\"value\":\"1.957\"}]}\n",
                asked("labelSelector=scaledobject.keda.sh%2Fname%3Dweb", ITEMS).body());
    }

    @Test
    void aRequestWithoutTheObjectIsRefused() {
        var answer = asked("", ITEMS);

        assertEquals(500, answer.status());
        assertEquals(
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"scaledObject name is not specified\",\"code\":500}\n",
                answer.body());
    }

    @Test
    void anErrorOfTheOperatorComesThrough() {
        var answer = asked(
                "labelSelector=scaledobject.keda.sh%2Fname%3Dweb",
                new MetricsServer.Answer.Failed("metric:s0-prometheus encountered error"));

        assertEquals(
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"rpc error: code = Unknown desc = error when getting metric values"
                        + " metric:s0-prometheus encountered error\",\"code\":500}\n",
                answer.body());
    }
}
