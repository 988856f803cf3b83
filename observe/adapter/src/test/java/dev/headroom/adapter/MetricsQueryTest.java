package dev.headroom.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.gotemplate.TemplateException;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelector.Operator;
import dev.headroom.model.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The rows of the adapter's own tests (`pkg/naming/metrics_query_test.go`), and what they leave out.
final class MetricsQueryTest {

    private static final GroupResource RESOURCE = new GroupResource("group", "resources");

    private static MetricsQuery query(String template) {
        return MetricsQuery.of(
                template,
                ResourceLabels.of(
                        Map.of("resource", RESOURCE, "namespaces", GroupResource.NAMESPACES), ""));
    }

    private static String built(String template, LabelSelector selector, String... names) {
        return query(template)
                .forObjects("foo", new MetricsQuery.Objects(RESOURCE, Optional.empty(), List.of(names)), selector,
                        List.of());
    }

    private static String external(String template, LabelSelector selector) {
        return query(template).forExternal("foo", Optional.of("default"), selector);
    }

    private static LabelSelector selector(Operator operator, String... values) {
        return LabelSelector.of(List.of(new Requirement("metric1", operator, List.of(values))));
    }

    @Test
    void aTemplateNamesTheSeriesTheMatchersAndTheGroup() {
        var all = LabelSelector.everything();

        assertEquals("series foo", built("series <<.Series>>", all));
        assertEquals("resource=~\"bar|baz\"", built("<<.LabelMatchers>>", all, "bar", "baz"));
        assertEquals("resource=\"bar\"", built("<<.LabelMatchers>>", all, "bar"));
        assertEquals("bar|baz", built("<<index .LabelValuesByName \"resource\">>", all, "bar", "baz"));
        assertEquals("resource", built("<<.GroupBy>>", all));
        assertEquals("[resource]", built("<<.GroupBySlice>>", all));
    }

    @Test
    void theSelectorComesFirstThenTheNamespaceThenTheObjects() {
        var query = query("<<.LabelMatchers>>")
                .forObjects(
                        "foo",
                        new MetricsQuery.Objects(RESOURCE, Optional.of("prod"), List.of("bar")),
                        LabelSelector.parse("z=1,a in (y,x)"),
                        List.of());

        assertEquals("a=~\"x|y\",z=\"1\",namespaces=\"prod\",resource=\"bar\"", query);
    }

    @Test
    void containersDivideTheGroupFurther() {
        var objects = new MetricsQuery.Objects(RESOURCE, Optional.empty(), List.of());

        assertEquals(
                "resource,extra,groups [resource extra groups]",
                query("<<.GroupBy>> <<.GroupBySlice>>")
                        .forObjects("foo", objects, LabelSelector.everything(), List.of("extra", "groups")));
    }

    @Test
    void everyOperatorHasItsMatcher() {
        assertEquals("metric1=\"\",namespaces=\"default\"", external("<<.LabelMatchers>>",
                selector(Operator.DOES_NOT_EXIST)));
        assertEquals("metric1!=\"\",namespaces=\"default\"", external("<<.LabelMatchers>>", selector(Operator.EXISTS)));
        assertEquals("metric1=~\"v\",namespaces=\"default\"", external("<<.LabelMatchers>>",
                selector(Operator.IN, "v")));
        assertEquals("metric1!~\"v\",namespaces=\"default\"", external("<<.LabelMatchers>>",
                selector(Operator.NOT_IN, "v")));
        assertEquals("metric1=~\"v|w\",namespaces=\"default\"", external("<<.LabelMatchers>>",
                selector(Operator.IN, "w", "v")));
        assertEquals("metric1!=\"v\",namespaces=\"default\"", external("<<.LabelMatchers>>",
                selector(Operator.NOT_EQUALS, "v")));
        assertEquals("metric1=\"v\",namespaces=\"default\"", external("<<.LabelMatchers>>",
                selector(Operator.DOUBLE_EQUALS, "v")));
    }

    @Test
    void prometheusCannotCompareLabelsAsNumbers() {
        var failure = assertThrows(
                AdapterException.class, () -> external("<<.LabelMatchers>>", selector(Operator.GREATER_THAN, "3")));

        assertEquals("operator not supported by prometheus", failure.getMessage());
    }

    @Test
    void valuesAreQuotedAndNotEscapedForRegularExpressions() {
        assertEquals("resource=~\"a.b|c\\\"d\"", built("<<.LabelMatchers>>", LabelSelector.everything(), "a.b",
                "c\"d"));
    }

    @Test
    void externalMetricsHaveNoGroup() {
        assertEquals("sum(foo{namespaces=\"default\"}) by ()",
                external("sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)", LabelSelector.everything()));
    }

    @Test
    void aTemplateMayBranchAndLoopAsGoDoes() {
        assertEquals(
                "max by (resource, x) (foo{resource=\"bar\"})",
                built(
                        "max by (<<range .GroupBySlice>><<.>>, <<end>>x) (<<.Series>>"
                                + "<<if .LabelMatchers>>{<<.LabelMatchers>>}<<end>>)",
                        LabelSelector.everything(),
                        "bar"));
    }

    @Test
    void aFieldThatIsNotThereIsAnErrorWhenTheTemplateIsRead() {
        var failure = assertThrows(TemplateException.class, () -> query("sum(<<.Serie>>)"));

        assertEquals("can't evaluate field Serie in type naming.queryTemplateArgs", failure.getMessage());
    }

    @Test
    void aTemplateThatGivesNothingIsNoQuery() {
        var failure = assertThrows(
                AdapterException.class, () -> built("<<if eq .Series \"bar\">>x<<end>>", LabelSelector.everything()));

        assertEquals("empty query produced by metrics query template", failure.getMessage());
    }
}
