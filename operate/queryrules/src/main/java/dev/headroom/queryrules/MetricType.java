package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Trigger;
import dev.headroom.manifests.Field;
import dev.headroom.promql.Expr;
import java.util.Optional;
import java.util.stream.Stream;

/// Numbers that are divided by the replicas although they are the same for one pod as for all.
final class MetricType implements QueryRule {

    @Override
    public String id() {
        return "metric-type";
    }

    @Override
    public String title() {
        return "A quantile, average or ratio is divided by the number of replicas";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        var external = drafts.scalers().stream()
                .flatMap(scaler -> scaler.metrics().stream().flatMap(metric -> external(scaler, metric)));
        return Stream.concat(QueryRule.super.findings(drafts), external);
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfTrigger(var scaler, var trigger)) || isComposed(scaler)) {
            return Stream.empty();
        }
        var kind = Meaning.of(expr).kind();
        if (!kind.isIntensive() || !trigger.isAveraged() || scaler.max().orElse(0) == 1) {
            return Stream.empty();
        }
        var message = query.what() + ": expected metricType: Value for " + kind.words() + ", got "
                + (trigger.metricType().isEmpty() ? "none, and AverageValue is KEDA's default" : "AverageValue")
                + ": the value is divided by the number of replicas before it is compared with "
                + trigger.metadata().getOrDefault("threshold", "the threshold") + ", so that the more replicas run, the"
                + " worse it may become; write metricType: Value";
        boolean severe = kind != Meaning.Kind.AVERAGE;
        var finding = severe ? error(place(trigger), message) : warning(place(trigger), message);
        return Stream.of(finding.with(fix(trigger, drafts)));
    }

    /// With scalingModifiers the formula's own metricType counts.
    private static boolean isComposed(Scaler scaler) {
        return Peek.text(scaler.manifest().root(), "spec", "advanced", "scalingModifiers", "formula").isPresent();
    }

    private static Field.Place place(Trigger trigger) {
        var written = Peek.at(trigger.field(), "metricType");
        return written.isMissing() ? Peek.at(trigger.field(), "type").place() : written.place();
    }

    private static Optional<Fix> fix(Trigger trigger, Drafts drafts) {
        var written = Peek.at(trigger.field(), "metricType");
        var edit = written.isMissing()
                ? drafts.addKey(trigger.field(), Peek.at(trigger.field(), "type"), "metricType: Value")
                : drafts.rewrite(written, "Value");
        return edit.map(each -> Fix.of("write metricType: Value", each));
    }

    private Stream<Finding> external(Scaler scaler, Field metric) {
        var target = Peek.at(metric, "external", "target");
        var name = Peek.text(metric, "external", "metric", "name").orElse("");
        var kind = Meaning.ofName(name);
        return kind.isIntensive() && !Peek.at(target, "averageValue").isMissing()
                ? Stream.of(error(
                        Peek.at(target, "averageValue").place(),
                        scaler.what() + ": external metric " + name + ": expected a target of type Value for "
                                + kind.words() + ", got AverageValue: the value is divided by the number of replicas"
                                + " before it is compared; write type: Value and value:"))
                : Stream.empty();
    }
}
