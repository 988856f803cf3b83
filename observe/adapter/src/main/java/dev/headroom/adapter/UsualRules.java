package dev.headroom.adapter;

import dev.headroom.manifests.Yaml;
import dev.headroom.model.PrometheusDuration;
import java.time.Duration;

/// The rules that the adapter's generator writes and its Helm chart brings: container metrics by cAdvisor's names, and
/// every series with a `namespace`, whose labels are kinds by their names. Counters (`_total`) become rates.
/// Source: `cmd/config-gen/utils/default.go`.
public final class UsualRules {

    private static final String TEXT = """
            rules:
            - &container
              seriesQuery: '{__name__=~"^container_.*",container!="POD",namespace!="",pod!=""}'
              resources:
                overrides:
                  namespace: {resource: namespace}
                  pod: {resource: pod}
              name: {matches: "^container_(.*)_seconds_total$"}
              metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>,container!="POD"}[RATE])) by (<<.GroupBy>>)'
            - <<: *container
              seriesFilters: [{isNot: "^container_.*_seconds_total$"}]
              name: {matches: "^container_(.*)_total$"}
            - <<: *container
              seriesFilters: [{isNot: "^container_.*_total$"}]
              name: {matches: "^container_(.*)$"}
              metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>,container!="POD"}) by (<<.GroupBy>>)'
            - seriesQuery: '{namespace!="",__name__!~"^container_.*"}'
              seriesFilters: [{isNot: ".*_total$"}]
              resources: {template: "<<.Resource>>"}
              metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
            - seriesQuery: '{namespace!="",__name__!~"^container_.*"}'
              seriesFilters: [{isNot: ".*_seconds_total"}]
              resources: {template: "<<.Resource>>"}
              name: {matches: "^(.*)_total$"}
              metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[RATE])) by (<<.GroupBy>>)
            - seriesQuery: '{namespace!="",__name__!~"^container_.*"}'
              resources: {template: "<<.Resource>>"}
              name: {matches: "^(.*)_seconds_total$"}
              metricsQuery: sum(rate(<<.Series>>{<<.LabelMatchers>>}[RATE])) by (<<.GroupBy>>)
            resourceRules:
              cpu:
                containerQuery: >-
                  sum(rate(container_cpu_usage_seconds_total{<<.LabelMatchers>>}[RATE])) by (<<.GroupBy>>)
                nodeQuery: >-
                  sum(rate(container_cpu_usage_seconds_total{<<.LabelMatchers>>, id='/'}[RATE])) by (<<.GroupBy>>)
                resources: &instances
                  overrides:
                    namespace: {resource: namespace}
                    pod: {resource: pod}
                    instance: {resource: node}
                containerLabel: container
              memory:
                containerQuery: sum(container_memory_working_set_bytes{<<.LabelMatchers>>}) by (<<.GroupBy>>)
                nodeQuery: sum(container_memory_working_set_bytes{<<.LabelMatchers>>,id='/'}) by (<<.GroupBy>>)
                resources: *instances
                containerLabel: container
              window: RATE
            """;

    private UsualRules() {}

    /// @param rate the window of rates; the chart's is five minutes
    public static AdapterConfig config(Duration rate) {
        var text = TEXT.replace("RATE", PrometheusDuration.print(rate));
        return ConfigReader.config(Yaml.read("default rules of prometheus-adapter", text).getFirst());
    }
}
