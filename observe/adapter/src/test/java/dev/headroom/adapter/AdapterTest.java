package dev.headroom.adapter;

import static dev.headroom.adapter.WrittenSource.element;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.adapter.MetricRequest.Custom;
import dev.headroom.adapter.MetricRequest.External;
import dev.headroom.adapter.MetricRequest.Objects;
import dev.headroom.model.LabelSelector;
import dev.headroom.promql.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the metrics APIs answer.
final class AdapterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String RULES = """
            rules:
            - seriesQuery: load
              resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
              metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
            externalRules:
            - seriesQuery: load
              resources: {namespaced: false}
              metricsQuery: <<.Series>>
            """
            .replace("metricsQuery: <<", "metricsQuery: 1 * <<");

    private final WrittenSource source = new WrittenSource().series("load{namespace=\"default\",pod=\"a\"}");

    private Adapter adapter() {
        return new Adapter(MetricList.of(AdapterConfig.read("adapter.yaml", RULES), source, NOW), source);
    }

    private String pods(Objects objects) {
        return told(adapter()
                .custom(
                        new Custom(
                                GroupResource.PODS, Optional.of("default"), objects, "load",
                                LabelSelector.everything()),
                        NOW));
    }

    private String external() {
        return told(adapter().external(new External("default", "load", LabelSelector.everything()), NOW));
    }

    private static String told(MetricAnswer<?> answer) {
        return switch (answer) {
            case MetricAnswer.Items<?> items ->
                String.join(" ", items.items().stream().map(AdapterTest::item).toList());
            case MetricAnswer.NotFound<?> none -> "404 " + none.message() + " | " + none.why();
            case MetricAnswer.Failed<?> failed -> "500 " + failed.message() + " | " + failed.why();
        };
    }

    private static String item(Object item) {
        return switch (item) {
            case MetricAnswer.CustomValue value ->
                value.name() + "=" + value.value() + (value.notANumber() ? " (NaN)" : "");
            case MetricAnswer.ExternalValue value ->
                value.labels() + "=" + value.value() + "@" + value.timestamp().toEpochMilli();
            case ResourceUsage usage -> usage.name() + usage.usage() + "@" + usage.timestamp().toEpochMilli();
            default -> item.toString();
        };
    }

    @Test
    void selectedObjectsWithoutASampleAreLeftOut() {
        source.gives(element("{pod=\"a\"}", 1.2345), element("{pod=\"c\"}", 7), element("{}", 9));

        assertEquals("a=1234m c=7", pods(new Objects.Selected(List.of("a", "b", "c"))));
        assertEquals(List.of("sum(load{namespace=\"default\",pod=~\"a|b|c\"}) by (pod)"), source.asked);
    }

    @Test
    void anEmptyAnswerIsAnEmptyListForManyAndNotFoundForOne() {
        source.gives();

        assertEquals("", pods(new Objects.Selected(List.of("a"))));
        assertEquals(
                "404 the server could not find the metric load for pods a | sum(load{namespace=\"default\",pod=\"a\"})"
                        + " by (pod) gives nothing",
                pods(new Objects.ByName("a")));
    }

    @Test
    void ofSeveralSamplesForOneObjectTheLastCounts() {
        source.gives(element("{pod=\"a\",x=\"1\"}", 1), element("{pod=\"a\",x=\"2\"}", 2));

        assertEquals("a=2", pods(new Objects.ByName("a")));
    }

    @Test
    void valuesAreCutTowardsZeroAndNaNIsZero() {
        source.gives(
                element("{pod=\"a\"}", 0.0009), element("{pod=\"b\"}", -0.0015), element("{pod=\"c\"}", Double.NaN));

        assertEquals("a=0 b=-1m c=0 (NaN)", pods(new Objects.Selected(List.of("a", "b", "c"))));
    }

    @Test
    void aPrometheusThatIsDownIsNotNoMetric() {
        assertEquals(
                "500 Internal error occurred: unable to fetch metrics | sum(load{namespace=\"default\",pod=\"a\"}) by"
                        + " (pod): connection refused",
                pods(new Objects.ByName("a")));
    }

    @Test
    void everySeriesOfAnExternalMetricIsAnItemAtItsOwnTime() {
        source.gives(element("load{queue=\"x\"}", 2.5, 1000), element("{queue=\"y\"}", 1, 2000));

        assertEquals("{__name__=\"load\", queue=\"x\"}=2500m@1000 {queue=\"y\"}=1@2000", external());
    }

    @Test
    void anExternalMetricMayBeOneNumberAndNothingIsAnEmptyList() {
        source.gives("1 * load", new QueryResult.Scalar(5000, 3));
        assertEquals("{}=3@5000", external());

        source.gives("1 * load", new QueryResult.Vector(List.of()));
        assertEquals("", external());

        source.gives("1 * load", new QueryResult.Text(5000, "three"));
        assertEquals("500 encountered an unexpected query result type | 1 * load: expected a vector or a scalar",
                external());
    }

    @Test
    void usageIsTheEarliestSampleOfBothResourcesByContainer() {
        var rules = UsualRules.config(Duration.ofMinutes(5)).resourceRules().orElseThrow();
        var matchers = "namespace=\"default\",pod=~\"a|b\"";
        source.gives(
                        "sum(rate(container_cpu_usage_seconds_total{" + matchers + "}[5m])) by (pod,container)",
                        new QueryResult.Vector(List.of(
                                element("{pod=\"a\",container=\"web\"}", 0.25, 3000),
                                element("{pod=\"b\",container=\"web\"}", 0.5, 3000))))
                .gives(
                        "sum(container_memory_working_set_bytes{" + matchers + "}) by (pod,container)",
                        new QueryResult.Vector(List.of(
                                element("{pod=\"a\",container=\"web\"}", 1 << 20, 2000),
                                element("{pod=\"a\",container=\"sidecar\"}", -5, 4000))));

        assertEquals(
                "a{sidecar={cpu=0, memory=0}, web={cpu=250m, memory=1Mi}}@2000",
                told(new ResourceMetrics(rules, source).pods("default", List.of("a", "b"), NOW))
                        .replace("memory=0, cpu=0", "cpu=0, memory=0")
                        .replace("memory=1Mi, cpu=250m", "cpu=250m, memory=1Mi"));
    }

    @Test
    void nodesAreAskedForByTheInstanceLabel() {
        var rules = UsualRules.config(Duration.ofMinutes(5)).resourceRules().orElseThrow();
        source.gives(element("{instance=\"n1\"}", 2, 1000));

        var usage = told(new ResourceMetrics(rules, source).nodes(List.of("n1", "n2"), NOW));

        assertEquals(true, usage.startsWith("n1{={"));
        assertEquals(
                "sum(rate(container_cpu_usage_seconds_total{instance=~\"n1|n2\", id='/'}[5m])) by (instance)",
                source.asked.getFirst());
    }
}
