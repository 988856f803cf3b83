package dev.headroom.metricsapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.adapter.Adapter;
import dev.headroom.adapter.AdapterConfig;
import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricList;
import dev.headroom.adapter.MetricsSource;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.QueryResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RuleMetricsTest {

    private static final Instant NOW = RecordedSource.AT;
    private static final String RULES = """
            rules:
            - seriesQuery: 'http_requests{namespace!="",pod!=""}'
              resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
              metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
            externalRules:
            - seriesQuery: 'queue{namespace!=""}'
              resources: {overrides: {namespace: {resource: namespace}}}
              metricsQuery: '<<.Series>>{<<.LabelMatchers>>}'
            """;
    private static final String PODS = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/pods/";

    /// A Prometheus with two series, whose queries all have one answer.
    private record TwoSeries(List<QueryResult.Element> elements) implements MetricsSource {

        @Override
        public List<Labels> series(List<Matcher> matchers, Instant from) {
            return List.of(
                            Labels.of(Map.of("__name__", "http_requests", "namespace", "default", "pod", "web-1")),
                            Labels.of(Map.of("__name__", "queue", "namespace", "default")))
                    .stream()
                    .filter(labels -> matchers.stream().allMatch(each -> each.matches(labels.value(each.name()))))
                    .toList();
        }

        @Override
        public QueryResult.Value query(String promql, Instant at) {
            return new QueryResult.Vector(elements);
        }
    }

    private static final ClusterObjects OBJECTS = new ClusterObjects() {
        @Override
        public List<String> names(GroupResource resource, Optional<String> namespace, LabelSelector selector)
                throws ListingException {
            if (namespace.orElse("").equals("closed")) {
                throw new ListingException("not allowed", new IllegalStateException());
            }
            return List.of("web-1", "web-2");
        }

        @Override
        public Optional<Kind> kind(GroupResource resource) {
            return Optional.of(new Kind("Pod", "/v1"));
        }
    };

    private static QueryResult.Element element(String pod, double value) {
        return new QueryResult.Element(Labels.of(Map.of("pod", pod)), NOW.toEpochMilli(), value);
    }

    private static ApiAnswer asked(String path, QueryResult.Element... elements) {
        var source = new TwoSeries(List.of(elements));
        var list = MetricList.of(AdapterConfig.read("adapter.yaml", RULES), source, NOW);
        var rules = new RuleMetrics.Rules(list, new Adapter(list, source));
        var clock = InstantSource.fixed(NOW);
        var metrics = new RuleMetrics(() -> rules, OBJECTS, clock);
        var apis = new MetricsApis(metrics.custom(), metrics.external(), Optional.empty(), clock);
        var request = new ApiRequest("GET", path, "", Map.of());
        return apis.answer(request, RequestInfo.of(request));
    }

    @Test
    void discoveryListsWhatTheRulesFind() {
        var body = asked("/apis/custom.metrics.k8s.io/v1beta1").body();

        assertTrue(body.contains("\"name\":\"namespaces/http_requests\",\"singularName\":\"\",\"namespaced\":false"), body);
        assertTrue(body.contains("\"name\":\"pods/http_requests\",\"singularName\":\"\",\"namespaced\":true"), body);
    }

    @Test
    void allPodsAreAnsweredByOneQuery() {
        var body = asked(PODS + "*/http_requests", element("web-1", 1.5), element("web-2", 3)).body();

        assertTrue(body.contains("\"name\":\"web-1\",\"apiVersion\":\"/v1\"},\"metric\":{\"name\":\"http_requests\","
                + "\"selector\":null},\"timestamp\":\"2026-03-01T12:00:05Z\",\"value\":\"1500m\"}"), body);
        assertTrue(body.contains("\"value\":\"3\""), body);
    }

    @Test
    void aPodWhoseQueryGivesNanHasNoValue() {
        var list = asked(PODS + "*/http_requests", element("web-1", Double.NaN), element("web-2", 3)).body();
        assertTrue(!list.contains("web-1") && list.contains("web-2"), list);

        var one = asked(PODS + "web-1/http_requests", element("web-1", Double.NaN));
        assertEquals(404, one.status());
    }

    @Test
    void anExternalSeriesThatIsNanHasNoValue() {
        var path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/default/queue";

        assertTrue(asked(path, element("x", Double.NaN)).body().contains("\"items\":[]"));
        assertTrue(asked(path, element("x", 7)).body().contains("\"metricLabels\":{\"pod\":\"x\"}"));
    }

    @Test
    void objectsThatCannotBeListedAreAnError() {
        var answer = asked("/apis/custom.metrics.k8s.io/v1beta1/namespaces/closed/pods/*/http_requests");

        assertEquals(500, answer.status());
        assertTrue(answer.body().contains("Internal error occurred: unable to list matching resources"), answer.body());
    }
}
