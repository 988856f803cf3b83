package dev.headroom.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdapterMigrationTest {

    private static final String BY_POD = """
              resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
              metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
            """;
    private static final String IN_FLIGHT = "rules:\n- seriesQuery: in_flight\n" + BY_POD;

    private static AdapterMigration migration(String rules) {
        return new AdapterMigration(AdapterConfig.read("adapter.yaml", rules), "http://prometheus:9090");
    }

    private static AdapterMigration.Migrated migrated(String rules, String metrics) {
        return migration(rules).of(List.of(Manifest.read("hpa.yaml", """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: shop}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  minReplicas: 2
                  maxReplicas: 9
                  metrics: [%s]
                  behavior:
                    scaleDown: {stabilizationWindowSeconds: 60}
                """.formatted(metrics)).getFirst()));
    }

    private static String pods(String name) {
        return "{type: Pods, pods: {metric: {name: " + name + "}, target: {type: AverageValue, averageValue: 1500m}}}";
    }

    @Test
    void anAutoscalerBecomesAScaledObjectThatTakesItOver() {
        var written = migrated(IN_FLIGHT, pods("in_flight"));

        assertEquals(List.of(), written.without());
        assertTrue(written.text().endsWith("""
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata:
                  name: web
                  namespace: shop
                  annotations:
                    scaledobject.keda.sh/transfer-hpa-ownership: "true"
                spec:
                  scaleTargetRef:
                    name: web
                  minReplicaCount: 2
                  maxReplicaCount: 9
                  advanced:
                    horizontalPodAutoscalerConfig:
                      name: web
                      behavior:
                        scaleDown:
                          stabilizationWindowSeconds: 60
                  triggers:
                  - type: prometheus
                    name: in_flight
                    metricType: Value
                    metadata:
                      serverAddress: http://prometheus:9090
                      query: |
                        avg(sum(in_flight{namespace="shop",pod=~"web-[0-9a-z]+-[0-9a-z]{5}"}) by (pod))
                      threshold: "1.5"
                      ignoreNullValues: "false"
                """), written.text());
    }

    @Test
    void whatIsWrittenIsYaml() {
        var rules = IN_FLIGHT + "externalRules:\n- {seriesQuery: depth, metricsQuery: \"max(\\n  <<.Series>>\\n)\"}\n";

        assertEquals(2, Yaml.read("written", migration(rules).templates().text()).size());
    }

    @Test
    void resourcesStayResources() {
        var text = migrated(
                        IN_FLIGHT,
                        "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}, "
                                + "{type: ContainerResource, containerResource: {name: memory, container: app,"
                                + " target: {type: AverageValue, averageValue: 200Mi}}}")
                .text();

        assertTrue(
                text.contains("- type: cpu\n    metricType: Utilization\n    metadata:\n      value: \"80\"\n"),
                text);
        assertTrue(
                text.contains("""
                        - type: memory
                            metricType: AverageValue
                            metadata:
                              value: "200Mi"
                              containerName: app
                        """),
                text);
    }

    @Test
    void externalMetricsAreAddedUpAndKeepTheirKindOfTarget() {
        var rules = """
                externalRules:
                - seriesQuery: depth
                  resources: {namespaced: false}
                  metricsQuery: max(<<.Series>>{<<.LabelMatchers>>})
                """;
        var metric = "{type: External, external: {metric: {name: depth, selector: {matchLabels: {queue: a}}},"
                + " target: {type: %s}}}";

        var average = migrated(rules, metric.formatted("AverageValue, averageValue: 10")).text();
        var value = migrated(rules, metric.formatted("Value, value: 10")).text();

        assertTrue(average.contains("metricType: AverageValue"), average);
        assertTrue(average.contains("sum(max(depth{queue=\"a\"}))"), average);
        assertTrue(value.contains("metricType: Value"), value);
    }

    @Test
    void aRuleWithoutANamespaceIsWrittenAsItWasMeantAndSaysThatItNeverWorked() {
        var rules = IN_FLIGHT.replace("namespace: {resource: namespace}, ", "");

        var text = migrated(rules, pods("in_flight")).text();

        assertTrue(text.contains("avg(sum(in_flight{pod=~"), text);
        assertTrue(text.replaceAll("\\n *# ", " ").contains("maps no label to the namespace"), text);
    }

    @Test
    void theSeriesOfARenamedMetricIsFoundThroughItsPattern() {
        var rules = "rules:\n- seriesQuery: '{__name__=~\"^http_.*\"}'\n  name: {matches: '^(.*)_total$'}\n" + BY_POD;

        var text = migrated(rules, pods("http_requests")).text();

        assertTrue(text.contains("sum(http_requests_total{"), text);
    }

    @Test
    void whatNoRuleServesHasNoEquivalent() {
        var written = migrated(IN_FLIGHT, pods("in_flight") + ", " + pods("latency"));

        assertEquals(
                List.of("shop/web: latency: no rule of the adapter serves a metric of that name; it was <unknown>, or"
                        + " something else served it"),
                written.without());
        assertTrue(written.text().contains("# No equivalent for shop/web: latency"), written.text());
    }

    @Test
    void rulesThatServeAnythingNeedTheAutoscalers() {
        var rules = "rules:\n- seriesQuery: '{namespace!=\"\"}'\n" + BY_POD;

        assertTrue(migration(rules).templates().without().getFirst().endsWith("give the autoscalers with --hpa"));
    }
}
