package dev.headroom.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.adapter.MetricList.Listed;
import dev.headroom.adapter.MetricRequest.Custom;
import dev.headroom.adapter.MetricRequest.External;
import dev.headroom.adapter.MetricRequest.Objects;
import dev.headroom.model.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which metrics the rules find, and what each request is turned into.
final class MetricListTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String BY_POD = """
              resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
              metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
            """;

    private static MetricList list(String rules, String... series) {
        return MetricList.of(AdapterConfig.read("adapter.yaml", rules), new WrittenSource().series(series), NOW);
    }

    private static Set<String> names(MetricList list) {
        return list.custom().stream().map(Listed::name).collect(Collectors.toSet());
    }

    private static String planned(MetricList list, MetricRequest request) {
        return switch (list.plan(request)) {
            case MetricList.Plan.Ask(var promql, _) -> promql;
            case MetricList.Plan.Refuse(var message, var why) -> message + " | " + why;
        };
    }

    private static Custom pods(String metric, String... names) {
        return new Custom(
                GroupResource.PODS,
                Optional.of("default"),
                new Objects.Selected(List.of(names)),
                metric,
                LabelSelector.everything());
    }

    @Test
    void aSeriesIsAMetricOfEveryKindThatItsLabelsStandFor() {
        var list = list(
                "rules:\n- seriesQuery: '{__name__=~\"http_.*\"}'\n  name: {matches: '^(.*)_total$'}\n" + BY_POD,
                "http_requests_total{namespace=\"default\",pod=\"web-1\"}",
                "http_requests_in_flight{namespace=\"default\",pod=\"web-1\"}",
                "other_total{namespace=\"default\",pod=\"web-1\"}");

        assertEquals(Set.of("pods/http_requests", "namespaces/http_requests"), names(list));
        assertEquals(
                "sum(http_requests_total{namespace=\"default\",pod=~\"web-1|web-2\"}) by (pod)",
                planned(list, pods("http_requests", "web-1", "web-2")));
    }

    @Test
    void theMetricOfANamespaceIsAskedForOutsideOfOne() {
        var list = list(
                "rules:\n- seriesQuery: jobs\n" + BY_POD, "jobs{namespace=\"default\",pod=\"web-1\"}");

        assertEquals(
                "sum(jobs{namespace=\"default\"}) by (namespace)",
                planned(
                        list,
                        new Custom(
                                GroupResource.NAMESPACES,
                                Optional.empty(),
                                new Objects.ByName("default"),
                                "jobs",
                                LabelSelector.everything())));
    }

    @Test
    void aTemplateOfLabelsFindsKindsAndGroups() {
        var list = list(
                """
                rules:
                - seriesQuery: '{__name__=~"kube_.*"}'
                  resources: {template: 'kube_<<.Group>>_<<.Resource>>'}
                  metricsQuery: <<.Series>>{<<.LabelMatchers>>}
                """
                        .replace("<<.Series>>{", "'<<.Series>>{").replace("}\n", "}'\n").replace("'}'", "'}"),
                "kube_ready{kube_apps_deployment=\"web\",kube_nothing_known=\"x\"}");

        assertEquals(Set.of("deployments.apps/kube_ready"), names(list));
    }

    @Test
    void theLaterRuleServesAMetricThatTwoNameAlike() {
        var list = list(
                "rules:\n- seriesQuery: old\n  name: {as: load}\n" + BY_POD
                        + "- seriesQuery: new\n  name: {as: load}\n" + BY_POD,
                "old{namespace=\"default\",pod=\"a\"}",
                "new{namespace=\"default\",pod=\"a\"}");

        assertEquals("sum(new{namespace=\"default\",pod=\"a\"}) by (pod)", planned(list, pods("load", "a")));
    }

    @Test
    void theUsersRulesMapNoNamespaceSoTheAdapterHasNoQueryForThem() {
        var list = list(
                """
                rules:
                - seriesQuery: 'http_requests_in_flight{endpoint="/predict"}'
                  resources:
                    overrides:
                      pod: {resource: "pod"}
                  name:
                    as: "http_requests_in_flight"
                  metricsQuery: |
                    sum by (pod) (<<.Series>>{<<.LabelMatchers>>})
                """,
                "http_requests_in_flight{endpoint=\"/predict\",namespace=\"default\",pod=\"a\"}");

        assertEquals(Set.of("pods/http_requests_in_flight"), names(list));
        assertEquals(
                "the server could not find the metric http_requests_in_flight for pods | adapter.yaml:2:3: rules[0]:"
                        + " unable to convert resource namespaces into label: no generic resource label form specified"
                        + " for this metric; add an override for namespace",
                planned(list, pods("http_requests_in_flight", "a")));
    }

    @Test
    void aMetricThatIsNotThereSaysWhichRuleWouldHaveFoundIt() {
        var list = list("rules:\n- seriesQuery: depth\n" + BY_POD);

        assertEquals(
                "the server could not find the metric depth for pods | no series of depth (adapter.yaml:2:3: rules[0])"
                        + " in 10 min; check the name, the labels and the scrape targets",
                planned(list, pods("depth", "a")));
        assertEquals(
                "the server could not find the metric dept for pods | no rule of the adapter gives a series that name:"
                        + " rules find depth",
                planned(list, pods("dept", "a")));
        assertEquals(
                "the server could not find the metric depth for pods | no object of kind pods is selected",
                planned(list, pods("depth")));
    }

    @Test
    void aMetricOfAnotherPodsSeriesBelongsToThatPod() {
        var list = list(
                """
                rules:
                - seriesQuery: redis_db_keys
                  resources: {overrides: {namespace: {resource: namespace}}}
                  metricsQuery: max(<<.Series>>{<<.LabelMatchers>>})
                """,
                "redis_db_keys{namespace=\"ode\",pod=\"redis-exporter-1\"}");

        assertEquals(
                "the server could not find the metric redis_db_keys for pods | its series have labels for namespaces"
                        + " only; add an override for pod",
                planned(list, pods("redis_db_keys", "ode-worker-1")));
    }

    @Test
    void anExternalMetricIsAskedForInItsNamespaceUnlessTheRuleSaysOtherwise() {
        var rules = """
                externalRules:
                - seriesQuery: queue_length
                  resources: {overrides: {namespace: {resource: namespace}}}
                  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (queue)
                """;
        var request = new External("ode", "queue_length", LabelSelector.parse("queue=jobs"));

        assertEquals(
                "sum(queue_length{queue=\"jobs\",namespace=\"ode\"}) by (queue)",
                planned(list(rules, "queue_length{queue=\"jobs\"}"), request));
        assertEquals(
                "sum(queue_length{queue=\"jobs\"}) by (queue)",
                planned(
                        list(rules.replace("resources: {", "resources: {namespaced: false, "),
                                "queue_length{queue=\"jobs\"}"),
                        request));
        assertEquals(
                "the server could not find the metric queue_length for  | no series of queue_length"
                        + " (adapter.yaml:2:3: externalRules[0]) in 10 min; check the name, the labels and the scrape"
                        + " targets",
                planned(list(rules), request));
    }

    @Test
    void theUsualRulesMakeRatesOfCounters() {
        var source = new WrittenSource()
                .series(
                        "http_requests_total{namespace=\"default\",pod=\"a\",job=\"web\"}",
                        "cpu_seconds_total{namespace=\"default\",pod=\"a\"}",
                        "in_flight{namespace=\"default\",pod=\"a\",service=\"web\"}",
                        "container_memory_working_set_bytes{namespace=\"default\",pod=\"a\",container=\"c\"}");
        var list = MetricList.of(UsualRules.config(Duration.ofMinutes(5)), source, NOW);

        assertEquals(
                "sum(rate(http_requests_total{namespace=\"default\",pod=\"a\"}[5m])) by (pod)",
                planned(list, pods("http_requests", "a")));
        assertEquals(
                "sum(rate(cpu_seconds_total{namespace=\"default\",pod=\"a\"}[5m])) by (pod)",
                planned(list, pods("cpu", "a")));
        assertEquals(
                "sum(in_flight{namespace=\"default\",pod=\"a\"}) by (pod)", planned(list, pods("in_flight", "a")));
        assertEquals(
                "sum(container_memory_working_set_bytes{namespace=\"default\",pod=\"a\",container!=\"POD\"}) by (pod)",
                planned(list, pods("memory_working_set_bytes", "a")));
        assertEquals(true, names(list).contains("services/in_flight"));
        assertEquals(true, names(list).contains("jobs.batch/http_requests"));
    }
}
