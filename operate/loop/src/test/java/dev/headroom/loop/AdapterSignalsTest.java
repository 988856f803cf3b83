package dev.headroom.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.Served;
import dev.headroom.autoscaler.Signal;
import dev.headroom.autoscaler.SignalText;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.Readings;
import dev.headroom.manifests.Manifest;
import dev.headroom.promql.Parser;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.loop.AutoscalerLoop.Signals.Adapted;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Metrics of a HorizontalPodAutoscaler through an adapter, from samples in the embedded storage.
final class AdapterSignalsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final List<String> PODS = List.of("web-1", "web-2", "web-3");
    private static final String BY_POD = """
              resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
              metricsQuery: %s
            """;
    private static final String IN_FLIGHT =
            "rules:\n- seriesQuery: in_flight\n"
                    + BY_POD.formatted("sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)");

    private final VirtualTimeline timeline = new VirtualTimeline(NOW);
    private final Head head = new Head(HeadOptions.defaults());

    private void sample(String series, int secondsAgo, double value) {
        var appender = head.appender();
        appender.append(Parser.labels(series), NOW.minusSeconds(secondsAgo).toEpochMilli(), value);
        appender.commit();
    }

    private Adapted asked(String rules, String metric) {
        var hpa = """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: shop}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  maxReplicas: 9
                  metrics: [%s]
                """.formatted(metric);
        var autoscaler = Autoscaler.of(HorizontalPodAutoscaler.of(
                Manifest.read("hpa.yaml", hpa).getFirst()));
        var engine = new Engine(head, EngineOptions.defaults(), timeline);
        var store = MetricStore.embedded(head, engine, Troubles.none(), Duration.ofSeconds(15));
        var adapter = new AdapterSignals(AdapterConfig.read("adapter.yaml", rules), store);
        return adapter.answer(autoscaler.queries().getFirst(), PODS, NOW);
    }

    private static String pods(String name) {
        return "{type: Pods, pods: {metric: {name: " + name + "}, target: {type: AverageValue, averageValue: 10}}}";
    }

    private static String external(String metric) {
        return "{type: External, external: {metric: {" + metric + "}, target: {type: AverageValue, averageValue: 10}}}";
    }

    private static String told(Adapted adapted) {
        return switch (adapted.served()) {
            case Served.PerPod(_, Readings.Answer.Items<Readings.PodValue> items) -> items.items().stream()
                    .map(each -> each.pod() + "=" + each.milli())
                    .toList()
                    .toString();
            case Served.PerPod(_, Readings.Answer.Failure<Readings.PodValue> failure) -> failure.error();
            case Served.Numbers(_, Readings.Answer.Items<Long> items) -> items.items().toString();
            case Served.Numbers(_, Readings.Answer.Failure<Long> failure) -> failure.error();
        };
    }

    @Test
    void everyPodThatHasASampleHasAValue() {
        sample("in_flight{namespace=\"shop\",pod=\"web-1\"}", 5, 4);
        sample("in_flight{namespace=\"shop\",pod=\"web-3\"}", 3, 8.0005);
        sample("in_flight{namespace=\"other\",pod=\"web-2\"}", 3, 100);

        var adapted = asked(IN_FLIGHT, pods("in_flight"));

        assertEquals("[web-1=4000, web-3=8000]", told(adapted));
        assertEquals(
                "sum(in_flight{namespace=\"shop\",pod=~\"web-1|web-2|web-3\"}) by (pod)",
                adapted.served().query());
        assertEquals(new Signal.Value(6.00025, Duration.ofSeconds(3)), adapted.signal());
    }

    @Test
    void aSeriesOfAnotherPodGivesTheWorkersNothingAndSaysSo() {
        sample("in_flight{namespace=\"shop\",pod=\"exporter-1\"}", 5, 4);

        var adapted = asked(IN_FLIGHT, pods("in_flight"));

        assertEquals("[]", told(adapted));
        assertTrue(SignalText.why(adapted.signal()).startsWith("no sample of in_flight{"), adapted.toString());
    }

    @Test
    void aMetricThatNobodyServesIsNotFoundAndTheRuleIsNamed() {
        var adapted = asked(IN_FLIGHT, pods("in_flight"));

        assertEquals("the server could not find the metric in_flight for pods", told(adapted));
        assertEquals(
                "the server could not find the metric in_flight for pods: no series of in_flight (adapter.yaml:2:3:"
                        + " rules[0]) in 10 min; check the name, the labels and the scrape targets",
                SignalText.why(adapted.signal()));
    }

    @Test
    void leThatIsAggregatedAwayIsAnEmptyListAndSaid() {
        for (int ago = 60; ago > 0; ago -= 15) {
            sample("latency_bucket{namespace=\"shop\",pod=\"web-1\",le=\"0.35\"}", ago, 100 - ago);
            sample("latency_bucket{namespace=\"shop\",pod=\"web-1\",le=\"+Inf\"}", ago, 200 - ago);
        }
        var rules = "rules:\n- seriesQuery: latency_bucket\n  name: {as: latency_p95}\n"
                + BY_POD.formatted(
                        "histogram_quantile(0.95, sum by (pod) (rate(<<.Series>>{<<.LabelMatchers>>}[1m])))");

        var adapted = asked(rules, pods("latency_p95"));

        assertEquals("[]", told(adapted));
        assertTrue(
                SignalText.why(adapted.signal()).contains("a label is aggregated away that it needs"),
                adapted.toString());
        assertEquals(
                "[web-1=332]",
                told(asked(rules.replace("by (pod)", "by (pod, le)"), pods("latency_p95"))));
    }

    @Test
    void aValueThatIsNotANumberIsNoValue() {
        sample("in_flight{namespace=\"shop\",pod=\"web-1\"}", 5, Double.NaN);

        var adapted = asked(IN_FLIGHT, pods("in_flight"));

        assertEquals("[]", told(adapted));
        assertEquals(new Signal.NotANumber("NaN"), adapted.signal());
    }

    @Test
    void anObjectIsAskedForByItsName() {
        var rules = """
                rules:
                - seriesQuery: requests
                  resources: {overrides: {namespace: {resource: namespace}, service: {resource: service}}}
                  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
                """;
        var metric = "{type: Object, object: {describedObject: {apiVersion: v1, kind: Service, name: front},"
                + " metric: {name: requests, selector: {matchLabels: {code: \"200\"}}},"
                + " target: {type: Value, value: 10}}}";
        sample("requests{namespace=\"shop\",service=\"front\",code=\"200\"}", 5, 12.5);
        sample("requests{namespace=\"shop\",service=\"front\",code=\"500\"}", 5, 3);

        var adapted = asked(rules, metric);

        assertEquals("[12500]", told(adapted));
        assertEquals(
                "sum(requests{code=\"200\",namespace=\"shop\",service=\"front\"}) by (service)",
                adapted.served().query());
        assertEquals(
                "the server could not find the metric requests for services back",
                told(asked(rules, metric.replace("name: front", "name: back"))));
    }

    @Test
    void theValuesOfAnExternalMetricAreAddedUpByTheController() {
        var rules = """
                externalRules:
                - seriesQuery: queue_length
                  resources: {namespaced: false}
                  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (queue)
                """;
        sample("queue_length{queue=\"a\"}", 5, 3);
        sample("queue_length{queue=\"b\"}", 9, 4);

        var adapted = asked(rules, external("name: queue_length"));

        assertEquals("[3000, 4000]", told(adapted));
        assertEquals(7, adapted.signal().number().orElseThrow());
        assertEquals(
                "[4000]",
                told(asked(rules, external("name: queue_length, selector: {matchLabels: {queue: b}}"))));
        assertEquals(
                "[]", told(asked(rules, external("name: queue_length, selector: {matchLabels: {queue: c}}"))));
    }

    @Test
    void aPartOfASumThatIsOldIsNoSum() {
        var rules = """
                externalRules:
                - seriesQuery: queue_length
                  resources: {namespaced: false}
                  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (queue)
                """;
        sample("queue_length{queue=\"a\"}", 90, 3);

        var adapted = asked(rules, external("name: queue_length"));

        assertEquals("the newest sample is 90.0 s old", told(adapted));
    }
}
