package dev.headroom.adapter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headroom.gotemplate.TemplateException;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads the configuration strictly: keys that are not known are errors, as in the adapter; so are a `seriesQuery` that
/// is no selector and an empty `metricsQuery`, which the adapter would find out with the first request.
final class ConfigReader {

    private static final Duration CHART_WINDOW = Duration.ofMinutes(5);

    private ConfigReader() {}

    /// `config.yaml`.
    static AdapterConfig config(Field root) {
        only(root, "rules", "externalRules", "resourceRules");
        return new AdapterConfig(
                rules(root.at("rules")),
                rules(root.at("externalRules")),
                resources(root.at("resourceRules")),
                Optional.empty());
    }

    /// The values of the Helm chart; its own rules are there unless `rules.default` is false.
    static AdapterConfig chart(Field values) {
        var rules = values.at("rules");
        only(rules, "default", "custom", "external", "resource", "existing");
        rules.at("existing").optionalText().filter(name -> !name.isEmpty()).ifPresent(name -> {
            throw rules.at("existing").wrong("the rules themselves", "the name of a ConfigMap that holds them, \""
                    + name + "\"; give that ConfigMap instead");
        });
        var all = new ArrayList<DiscoveryRule>();
        if (rules.at("default").truth(true)) {
            all.addAll(UsualRules.config(CHART_WINDOW).rules());
        }
        all.addAll(rules(rules.at("custom")));
        var resource = rules.at("resource");
        boolean none = resource.isMissing() || resource.entries().isEmpty();
        return new AdapterConfig(all, rules(rules.at("external")), none ? Optional.empty() : resources(resource),
                server(values.at("prometheus")));
    }

    /// As the chart puts the adapter's `--prometheus-url` together.
    private static Optional<String> server(Field prometheus) {
        var port = prometheus.at("port").text("9090");
        return prometheus
                .at("url")
                .optionalText()
                .map(url -> url + (port.equals("0") ? "" : ":" + port) + prometheus.at("path").text(""));
    }

    private static void only(Field field, String... known) {
        var unknown = field.unknown(Set.of(known));
        if (!unknown.isEmpty()) {
            throw new ManifestException(unknown.getFirst() + ", expected one of " + String.join(", ", known));
        }
    }

    private static List<DiscoveryRule> rules(Field list) {
        return list.items().stream().map(ConfigReader::rule).toList();
    }

    private static DiscoveryRule rule(Field rule) {
        only(rule, "seriesQuery", "seriesFilters", "resources", "name", "metricsQuery");
        only(rule.at("resources"), "template", "overrides", "namespaced");
        only(rule.at("name"), "matches", "as");
        var labels = labels(rule.at("resources"));
        return new DiscoveryRule(
                rule.place().toString(),
                series(rule),
                naming(rule.at("name")),
                new DiscoveryRule.Mapping(
                        labels, rule.at("resources").at("namespaced").truth(true)),
                query(rule.at("metricsQuery"), labels));
    }

    private static DiscoveryRule.Series series(Field rule) {
        var field = rule.at("seriesQuery");
        var filters = new ArrayList<SeriesFilter>();
        rule.at("seriesFilters").items().forEach(each -> filters.add(filter(each)));
        try {
            return new DiscoveryRule.Series(field.text(), Parser.selector(field.text()), filters);
        } catch (PromqlException wrong) {
            throw field.wrong("a selector like http_requests_total{pod!=\"\"}", '"' + field.text() + "\": "
                    + wrong.getMessage());
        }
    }

    private static SeriesFilter filter(Field filter) {
        only(filter, "is", "isNot");
        var is = filter.at("is").text("");
        var isNot = filter.at("isNot").text("");
        if (is.isEmpty() == isNot.isEmpty()) {
            throw filter.wrong("either an is or an isNot expression", is.isEmpty() ? "none" : "both (\"" + is
                    + "\" and \"" + isNot + "\")");
        }
        return new SeriesFilter(regex(filter.at(is.isEmpty() ? "isNot" : "is")), isNot.isEmpty());
    }

    private static Pattern regex(Field field) {
        try {
            return Pattern.compile(field.text());
        } catch (PatternSyntaxException wrong) {
            throw badRegex(field, wrong);
        }
    }

    private static ManifestException badRegex(Field field, PatternSyntaxException wrong) {
        return field.wrong("a regular expression (RE2)", '"' + field.text("") + "\": " + wrong.getDescription());
    }

    private static MetricNaming naming(Field name) {
        var matches = name.at("matches");
        try {
            return MetricNaming.of(matches.text(""), name.at("as").text(""));
        } catch (PatternSyntaxException wrong) {
            throw badRegex(matches, wrong);
        } catch (AdapterException _) {
            throw name.at("as").wrong(
                    "a name, because matches has more than one group", "nothing; write for example as: \"$1\"");
        }
    }

    private static ResourceLabels labels(Field resources) {
        var overrides = new TreeMap<String, GroupResource>();
        for (var entry : resources.at("overrides").entries().entrySet()) {
            only(entry.getValue(), "group", "resource");
            overrides.put(entry.getKey(), resource(entry.getValue()));
        }
        var template = resources.at("template");
        try {
            return ResourceLabels.of(overrides, template.text(""));
        } catch (TemplateException wrong) {
            throw badTemplate(template, "<<.Resource>>", wrong);
        }
    }

    private static GroupResource resource(Field field) {
        var named = new GroupResource(
                field.at("group").text(""), field.at("resource").text());
        return ResourceKinds.normalized(named).orElseGet(() -> {
            if (named.group().isEmpty()) {
                throw field.at("resource")
                        .wrong("a resource such as pod, namespace or deployment", '"' + named.resource()
                                + "\"; one that an operator brings needs its group, too");
            }
            return ResourceKinds.custom(named);
        });
    }

    private static MetricsQuery query(Field field, ResourceLabels labels) {
        if (field.text("").isEmpty()) {
            throw field.wrong("a query like sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)", "nothing");
        }
        try {
            return MetricsQuery.of(field.text(), labels);
        } catch (TemplateException wrong) {
            throw badTemplate(field, "<<.Series>>, <<.LabelMatchers>> and <<.GroupBy>>", wrong);
        }
    }

    private static ManifestException badTemplate(Field field, String fields, TemplateException wrong) {
        return field.wrong("a template with " + fields, String.valueOf(wrong.getMessage()));
    }

    private static Optional<ResourceRules> resources(Field rules) {
        if (rules.isMissing()) {
            return Optional.empty();
        }
        only(rules, "cpu", "memory", "window");
        for (var key : List.of("cpu", "memory")) {
            if (rules.at(key).isMissing()) {
                throw rules.wrong("both cpu and memory", "no " + key);
            }
        }
        return Optional.of(new ResourceRules(
                resourceRule(rules.at("cpu")),
                resourceRule(rules.at("memory")),
                rules.at("window").duration(Duration.ZERO)));
    }

    private static ResourceRules.Rule resourceRule(Field rule) {
        only(rule, "containerQuery", "nodeQuery", "resources", "containerLabel");
        only(rule.at("resources"), "template", "overrides", "namespaced");
        var labels = labels(rule.at("resources"));
        return new ResourceRules.Rule(
                query(rule.at("containerQuery"), labels),
                query(rule.at("nodeQuery"), labels),
                labels,
                rule.at("containerLabel").text(""));
    }
}
