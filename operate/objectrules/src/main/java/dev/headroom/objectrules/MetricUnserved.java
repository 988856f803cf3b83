package dev.headroom.objectrules;

import dev.headroom.drafts.AdapterRule;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.manifests.Field;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Metrics that no rule of the adapter among the files serves.
final class MetricUnserved implements Rule {

    @Override
    public String id() {
        return "metric-unserved";
    }

    @Override
    public String title() {
        return "A metric that no rule of the adapter in the files serves";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.adapterRules().isEmpty()
                ? Stream.empty()
                : drafts.scalers().stream().flatMap(scaler -> scaler.metrics().stream()
                        .flatMap(metric -> Stream.of("pods", "object")
                                .map(source -> Peek.at(metric, source, "metric", "name")))
                        .flatMap(name -> finding(scaler, name, drafts)));
    }

    private Stream<Finding> finding(Scaler scaler, Field field, Drafts drafts) {
        return Peek.text(field)
                .filter(name -> drafts.adapterRules().stream()
                        .filter(rule -> !rule.external())
                        .noneMatch(rule -> mayServe(rule, name)))
                .map(name -> info(
                        field.place(),
                        scaler.what() + ": expected an adapter rule that serves " + name
                                + ", got none in these files: the autoscaler shows <unknown> unless another adapter"
                                + " has it"))
                .stream();
    }

    /// Whether a rule could give that name: literally, or by renaming series that are not known here.
    private static boolean mayServe(AdapterRule rule, String name) {
        if (rule.apiName().isPresent()) {
            return rule.apiName().get().equals(name);
        }
        var series = rule.seriesName();
        if (series.isEmpty()) {
            return true;
        }
        var matches = Peek.text(rule.field(), "name", "matches").orElse("");
        try {
            var as = Peek.text(rule.field(), "name", "as").orElse("");
            var match = Pattern.compile(matches.isEmpty() ? ".*" : matches).matcher(series.get());
            boolean found = match.find();
            var expanded = as.isEmpty() ? (match.groupCount() == 0 ? "$0" : "$1") : as;
            return found && match.replaceFirst(expanded.replaceAll("\\$\\{(\\d+)\\}", "\\$$1")).contains(name);
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            return true;
        }
    }
}
