package dev.headroom.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import org.junit.jupiter.api.Test;

final class AdapterConfigTest {

    private static AdapterConfig read(String text) {
        return AdapterConfig.read("adapter.yaml", text);
    }

    private static String refused(String text) {
        return String.valueOf(assertThrows(ManifestException.class, () -> read(text)).getMessage());
    }

    private static String rule(String lines) {
        return "rules:\n- seriesQuery: requests_total\n  metricsQuery: sum(<<.Series>>)\n" + lines.indent(2);
    }

    @Test
    void theAdaptersOwnFileIsRead() {
        var config = read(rule("") + "externalRules:\n- {seriesQuery: depth, metricsQuery: 'max(<<.Series>>)'}\n");

        assertEquals(1, config.rules().size());
        assertEquals("max(<<.Series>>)", config.externalRules().getFirst().metricsQuery());
        assertTrue(config.resourceRules().isEmpty());
    }

    @Test
    void theValuesOfTheChartBringItsSixRulesUnlessTheySayOtherwise() {
        var custom = "custom: [{seriesQuery: depth, metricsQuery: max(<<.Series>>)}]";

        assertEquals(7, read("prometheus: {url: http://p}\nrules:\n  " + custom).rules().size());
        assertEquals(1, read("rules:\n  default: false\n  " + custom).rules().size());
    }

    @Test
    void aConfigMapIsReadWithTheLinesOfItsFile() {
        var map = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: prometheus-adapter}
                data:
                  config.yaml: |
                    rules:
                    - seriesQuery: depth
                      metricsQuery: max(<<.Serie>>)
                """;

        assertEquals(
                "adapter.yaml:8:17: rules[0].metricsQuery: expected a template with <<.Series>>, <<.LabelMatchers>> and"
                        + " <<.GroupBy>>, got can't evaluate field Serie in type naming.queryTemplateArgs",
                refused(map));
        assertEquals(1, read(map.replace(".Serie>>", ".Series>>")).rules().size());
    }

    @Test
    void otherFilesWithRulesAreNotTaken() {
        assertTrue(AdapterConfig.found(Yaml.read("r", "rules: [{alert: A, expr: up}]").getFirst()).isEmpty());
        assertTrue(AdapterConfig.found(
                        Yaml.read("r", "kind: Role\napiVersion: v1\nrules: [{verbs: [get]}]").getFirst())
                .isEmpty());
        assertTrue(AdapterConfig.found(Yaml.read("r", "groups: []").getFirst()).isEmpty());
    }

    @Test
    void anUnknownKeyIsAnError() {
        assertEquals(
                "adapter.yaml:4:17: rules[0].seriesFilter: unknown field \"seriesFilter\", expected one of seriesQuery,"
                        + " seriesFilters, resources, name, metricsQuery",
                refused(rule("seriesFilter: [{is: x}]")));
        assertEquals(
                "adapter.yaml:4:25: rules[0].resources.override: unknown field \"override\", expected one of template,"
                        + " overrides, namespaced",
                refused(rule("resources: {override: {}}")));
    }

    @Test
    void aFilterHasOneOfItsTwoForms() {
        assertEquals(
                "adapter.yaml:4:19: rules[0].seriesFilters[0]: expected either an is or an isNot expression, got both"
                        + " (\"a\" and \"b\")",
                refused(rule("seriesFilters: [{is: a, isNot: b}]")));
        assertTrue(refused(rule("seriesFilters: [{}]")).endsWith("got none"));
        assertTrue(refused(rule("seriesFilters: [{is: '('}]"))
                .contains("seriesFilters[0].is: expected a regular expression (RE2), got \"(\": missing closing )"));
    }

    @Test
    void aNameOfSeveralGroupsMustBeWritten() {
        assertEquals(
                "adapter.yaml:4:9: rules[0].name.as: expected a name, because matches has more than one group, got"
                        + " nothing; write for example as: \"$1\"",
                refused(rule("name: {matches: '^(.*)_(total)$'}")));
    }

    @Test
    void aKindThatNobodyKnowsNeedsItsGroup() {
        assertTrue(refused(rule("resources: {overrides: {queue: {resource: queue}}}"))
                .endsWith("expected a resource such as pod, namespace or deployment, got \"queue\"; one that an"
                        + " operator brings needs its group, too"));

        var labels = read(rule("resources: {overrides: {queue: {group: acme.io, resource: queue}}}"))
                .rules().getFirst().labels();
        assertEquals(new GroupResource("acme.io", "queues"), labels.overrides().get("queue"));
    }

    @Test
    void badTemplatesAndQueriesNameTheirPlace() {
        assertTrue(refused(rule("").replace("<<.Series>>", "<<.Series"))
                .startsWith("adapter.yaml:3:17: rules[0].metricsQuery: expected a template with"));
        assertTrue(refused(rule("resources: {template: 'kube_<<.Group>>'}"))
                .endsWith("got must include at least <<.Resource>> in the label template"));
        assertTrue(refused(rule("").replace("requests_total", "'sum(x)'"))
                .startsWith("adapter.yaml:2:16: rules[0].seriesQuery: expected a selector like"));
        assertTrue(refused("rules: [{seriesQuery: x}]").contains("rules[0].metricsQuery: expected a query like"));
    }

    @Test
    void resourceRulesNeedBothResources() {
        assertTrue(refused("resourceRules: {cpu: {containerQuery: x, nodeQuery: x}}")
                .endsWith("resourceRules: expected both cpu and memory, got no memory"));
    }
}
