package dev.headroom.queryrules;

import dev.headroom.drafts.AdapterRule;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Edit;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import java.util.Optional;
import java.util.stream.Stream;

/// Rules of prometheus-adapter that do not say which label is the namespace.
///
/* A metric of pods is asked for in a namespace, and the query must then match that label: without an override or a
 * template for the resource `namespace` the adapter finds no label for it and fails to build the query. */
final class AdapterNamespace implements Rule {

    @Override
    public String id() {
        return "adapter-namespace";
    }

    @Override
    public String title() {
        return "A rule of prometheus-adapter maps no label to the namespace";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.adapterRules().stream()
                .filter(rule -> !rule.external() && !rule.hasResourceTemplate())
                .filter(rule -> !rule.overrides().isEmpty())
                .filter(rule -> rule.overrides().values().stream()
                        .noneMatch(resource -> resource.startsWith("namespace") || resource.startsWith("node")))
                .map(rule -> finding(rule, drafts));
    }

    private Finding finding(AdapterRule rule, Drafts drafts) {
        var overrides = Peek.at(rule.field(), "resources", "overrides");
        return error(
                        overrides.place(),
                        rule.what() + ": expected an override for the resource namespace, got "
                                + String.join(", ", rule.overrides().keySet().stream().sorted().toList())
                                + " only: the adapter cannot build the query for a metric in a namespace, and the"
                                + " autoscaler shows <unknown>; add namespace: {resource: \"namespace\"}")
                .with(fix(rule, drafts));
    }

    private static Optional<Fix> fix(AdapterRule rule, Drafts drafts) {
        var overrides = Peek.at(rule.field(), "resources", "overrides");
        var source = drafts.source(overrides);
        int start = source.offset(overrides.place().line(), overrides.place().column());
        var entry = "namespace: {resource: \"namespace\"}";
        boolean flow = source.text().startsWith("{", start);
        var edit = flow
                ? Edit.insertion(source, start + 1, entry + ", ")
                : Edit.insertion(
                        source,
                        start,
                        entry + source.lineEnd() + " ".repeat(overrides.place().column() - 1));
        return Optional.of(Fix.of("map the label namespace", edit));
    }
}
