package dev.headroom.adapter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a metric is not in the list, in words: what the adapter never tells, and what people look for.
final class Unlisted {

    private Unlisted() {}

    static String why(AdapterConfig config, MetricList list, MetricRequest.Custom request) {
        var others = list.custom().stream()
                .filter(each -> each.metric().equals(request.metric()))
                .toList();
        if (others.isEmpty()) {
            return noSeries(config.rules(), "rules", request.metric());
        }
        var same = others.stream()
                .filter(each -> each.resource().equals(request.resource()))
                .findFirst();
        if (same.isPresent()) {
            return "its series count as " + (same.get().namespaced() ? "namespaced" : "not namespaced")
                    + ", and it was asked for " + (request.namespace().isPresent() ? "in" : "outside")
                    + " a namespace";
        }
        return "its series have labels for "
                + others.stream().map(each -> each.resource().toString()).sorted().distinct()
                        .collect(Collectors.joining(", "))
                + " only; add an override for " + ResourceKinds.singular(request.resource());
    }

    static String why(AdapterConfig config, String metric) {
        return noSeries(config.externalRules(), "externalRules", metric);
    }

    private static String noSeries(List<DiscoveryRule> rules, String key, String metric) {
        if (rules.isEmpty()) {
            return "the adapter has no " + key;
        }
        return named(rules, metric)
                .map(rule -> "no series of " + rule.seriesQuery() + " (" + rule.place() + ") in "
                        + MetricList.MAX_AGE.toMinutes()
                        + " min; check the name, the labels and the scrape targets")
                .orElse("no rule of the adapter gives a series that name: " + key + " find "
                        + rules.stream().map(DiscoveryRule::seriesQuery).distinct().collect(Collectors.joining(", ")));
    }

    /// The last rule whose metric would have the name: as its `as` says, or as its only series is called.
    private static Optional<DiscoveryRule> named(List<DiscoveryRule> rules, String metric) {
        return rules.stream()
                .filter(rule -> rule.fixedMetric().filter(metric::equals).isPresent())
                .reduce((_, last) -> last);
    }
}
