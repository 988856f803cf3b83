package dev.headroom.adapter;

import dev.headroom.model.LabelSelector;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One rule of `rules` or `externalRules`: which series it finds, what their metric is called, whose it is, and how it
/// is asked for.
public final class DiscoveryRule {

    /// Which series a rule takes.
    ///
    /// @param text as written
    /// @param matchers its conditions; they find series and are not part of the query
    /// @param filters conditions on the series' name; all must hold
    record Series(String text, List<Matcher> matchers, List<SeriesFilter> filters) {
        Series {
            matchers = List.copyOf(matchers);
            filters = List.copyOf(filters);
        }
    }

    private final String place;
    private final Series series;
    private final MetricNaming naming;
    private final ResourceLabels labels;
    private final MetricsQuery query;
    private final boolean namespaced;

    /// @param place where it is written
    DiscoveryRule(
            String place,
            Series series,
            MetricNaming naming,
            Mapping mapping,
            MetricsQuery query) {
        this.place = place;
        this.series = series;
        this.naming = naming;
        this.labels = mapping.labels();
        this.namespaced = mapping.namespaced();
        this.query = query;
    }

    /// @param namespaced whether an external metric is asked for in its namespace
    record Mapping(ResourceLabels labels, boolean namespaced) {}

    /// File, line, column and path of where it is written.
    public String place() {
        return place;
    }

    public String seriesQuery() {
        return series.text();
    }

    public List<Matcher> seriesMatchers() {
        return series.matchers();
    }

    /// The template as written.
    public String metricsQuery() {
        return query.text();
    }

    public ResourceLabels labels() {
        return labels;
    }

    boolean namespaced() {
        return namespaced;
    }

    /// The name that a series has in the API; empty when the rule does not take the series.
    public Optional<String> metricOf(String name) {
        boolean taken = series.filters().stream().allMatch(filter -> filter.accepts(name));
        return taken ? naming.nameOf(name) : Optional.empty();
    }

    /// The one name that its metrics can have: the series are of one name, or `as` has no group in it.
    public Optional<String> fixedMetric() {
        var name = seriesName();
        if (name.isPresent()) {
            return metricOf(name.get());
        }
        return naming.as().contains("$") ? Optional.empty() : Optional.of(naming.as());
    }

    /// The name of its series, where its query names one.
    public Optional<String> seriesName() {
        return series.matchers().stream()
                .filter(each -> each.name().equals(Labels.NAME) && each.type() == Matcher.Type.EQUAL)
                .map(Matcher::value)
                .findFirst();
    }

    /// The series that would be served under a name, as far as the rule tells without looking: the name itself, or the
    /// name put into the pattern that cuts it out.
    public Optional<String> seriesOf(String metric) {
        var fixed = seriesName();
        if (fixed.isPresent()) {
            return fixed.filter(name -> metricOf(name).filter(metric::equals).isPresent());
        }
        var inPattern = naming.matches().replaceFirst("\\(.*?\\)", metric.replace("$", ""));
        return Stream.of(metric, inPattern.replaceAll("^\\^|\\$$", ""))
                .filter(name -> name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*"))
                .filter(name -> series.matchers().stream()
                        .filter(each -> each.name().equals(Labels.NAME))
                        .allMatch(each -> each.matches(name)))
                .filter(name -> metricOf(name).filter(metric::equals).isPresent())
                .findFirst();
    }

    /// The query of a request for a metric of the rule.
    ///
    /// @param name of the series
    /// @throws AdapterException when the rule cannot make one
    public String query(MetricRequest request, String name) {
        return switch (request) {
            case MetricRequest.Custom each -> queryFor(
                    name,
                    new MetricsQuery.Objects(
                            each.resource(),
                            each.namespace(),
                            each.objects().list(),
                            each.objects() instanceof MetricRequest.Objects.Matching),
                    each.selector());
            case MetricRequest.External each -> externalQueryFor(name, each.namespace(), each.selector());
        };
    }

    private String queryFor(String name, MetricsQuery.Objects objects, LabelSelector selector) {
        return query.forObjects(name, objects, selector, List.of());
    }

    private String externalQueryFor(String name, String namespace, LabelSelector selector) {
        boolean inNamespace = namespaced && !namespace.isEmpty();
        return query.forExternal(name, inNamespace ? Optional.of(namespace) : Optional.empty(), selector);
    }
}
