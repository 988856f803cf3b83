package dev.headroom.rules;

import dev.headroom.model.Labels;
import dev.headroom.promql.QueryResult;
import dev.headroom.rules.AlertState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// One evaluation of one rule, as a function: state and query result in, state and samples out.
final class RuleStep {

    /* notes
     * 1. Each element of the result is an alert, named by its labels after the rule's labels went over them.
     * 2. An alert that is known and not inactive gets the new value and annotations; any other starts as pending.
     * 3. A known alert without an element: pending ones are forgotten at once; firing ones are kept firing for
     *    keep_firing_for, counted from the first evaluation without the element, and are resolved after that; resolved
     *    ones are forgotten after 15 minutes.
     * 4. A pending alert fires when `for` has passed since it became active, this evaluation included; a firing one
     *    whose rule was reloaded with a longer `for` is pending again.
     * Invariant: what fails changes nothing, except that going over the group's limit forgets all alerts.
     * Source: Prometheus 3.14.
     */

    private RuleStep() {}

    /// What a rule gave, or why it gave nothing.
    sealed interface Outcome {}

    record Done(Map<Labels, AlertState> alerts, List<RuleSample> samples) implements Outcome {}

    /// @param alerts those that the rule has from now on
    record Failed(Map<Labels, AlertState> alerts, String error) implements Outcome {}

    /// Expands a template of an alert.
    @FunctionalInterface
    interface Expander {
        String expand(String template, QueryResult.Element element);
    }

    static Outcome record(RecordingRule rule, int limit, List<QueryResult.Element> vector) {
        var samples = new ArrayList<RuleSample>();
        var seen = new HashSet<Labels>();
        for (var element : vector) {
            var labels = element.labels().toBuilder().set(Labels.NAME, rule.name());
            rule.labels().forEach(labels::set);
            samples.add(new RuleSample(labels.build(), element.value(), element.histogram()));
            if (!seen.add(samples.getLast().labels())) {
                return new Failed(
                        Map.of(), "vector contains metrics with the same labelset after applying rule labels");
            }
        }
        if (limit > 0 && samples.size() > limit) {
            return new Failed(Map.of(), "exceeded limit of " + limit + " with " + samples.size() + " series");
        }
        return new Done(Map.of(), samples);
    }

    static Outcome alert(
            AlertingRule rule,
            int limit,
            Map<Labels, AlertState> before,
            List<QueryResult.Element> vector,
            Evaluation at) {
        var fresh = new LinkedHashMap<Labels, AlertState>();
        for (var element : vector) {
            var alert = fresh(rule, element, at);
            if (fresh.putIfAbsent(alert.labels(), alert) != null) {
                return new Failed(before, "vector contains metrics with the same labelset after applying alert labels");
            }
        }
        var after = new LinkedHashMap<Labels, AlertState>();
        int active = 0;
        for (var known : before.values()) {
            var now = fresh.remove(known.labels());
            if (now == null) {
                var left = unseen(rule, known, at.now());
                left.ifPresent(alert -> after.put(alert.labels(), alert));
            } else {
                var alert = known.phase() == Phase.INACTIVE ? now : known.seen(now);
                after.put(alert.labels(), alert);
            }
        }
        after.putAll(fresh);
        var samples = new ArrayList<RuleSample>();
        for (var entry : after.entrySet()) {
            var alert = due(rule, entry.getValue(), at.now());
            entry.setValue(alert);
            if (alert.phase() != Phase.INACTIVE) {
                active++;
                samples.add(alertSample(rule, alert));
                samples.add(forStateSample(rule, alert));
            }
        }
        if (limit > 0 && active > limit) {
            return new Failed(Map.of(), "exceeded limit of " + limit + " with " + active + " alerts");
        }
        return new Done(after, samples);
    }

    /// When a rule is evaluated, and what its templates can see.
    record Evaluation(Instant now, Expander expander) {}

    private static AlertState fresh(AlertingRule rule, QueryResult.Element element, Evaluation at) {
        var labels = element.labels().without(Labels.NAME).toBuilder();
        new TreeMap<>(rule.labels())
                .forEach((name, template) -> labels.set(name, at.expander().expand(template, element)));
        labels.set("alertname", rule.name());
        var annotations = new TreeMap<String, String>();
        rule.annotations()
                .forEach((name, template) -> annotations.put(name, at.expander().expand(template, element)));
        return AlertState.pending(labels.build(), annotations, element.value(), at.now());
    }

    /// What becomes of an alert whose series is gone; empty when it is forgotten.
    private static java.util.Optional<AlertState> unseen(AlertingRule rule, AlertState alert, Instant now) {
        return switch (alert.phase()) {
            case PENDING -> java.util.Optional.empty();
            case FIRING -> {
                if (rule.keepFiringFor().isZero()) {
                    yield java.util.Optional.of(alert.resolved(now));
                }
                var since = alert.keepFiringSince().orElse(now);
                var kept = alert.keptFiring(since);
                boolean over = !now.isBefore(since.plus(rule.keepFiringFor()));
                yield java.util.Optional.of(over ? kept.resolved(now) : kept);
            }
            case INACTIVE -> {
                var end = alert.resolvedAt().orElse(now).plus(AlertState.RESOLVED_RETENTION);
                yield now.isAfter(end) ? java.util.Optional.empty() : java.util.Optional.of(alert);
            }
        };
    }

    private static AlertState due(AlertingRule rule, AlertState alert, Instant now) {
        boolean held = !now.isBefore(alert.activeAt().plus(rule.hold()));
        return switch (alert.phase()) {
            case PENDING -> held ? alert.fired(now) : alert;
            case FIRING -> held ? alert : alert.pendingAgain();
            case INACTIVE -> alert;
        };
    }

    private static RuleSample alertSample(AlertingRule rule, AlertState alert) {
        var labels = withUnexpanded(rule, alert)
                .set(Labels.NAME, "ALERTS")
                .set("alertname", rule.name())
                .set("alertstate", alert.phase().word());
        return new RuleSample(labels.build(), 1);
    }

    /// The labels of an alert over those of its rule as written: where a template gave nothing, its text stays, in what
    /// is stored though not in what is sent.
    private static Labels.Builder withUnexpanded(AlertingRule rule, AlertState alert) {
        var labels = Labels.of(rule.labels()).toBuilder();
        alert.labels().forEach(labels::set);
        return labels;
    }

    private static RuleSample forStateSample(AlertingRule rule, AlertState alert) {
        var labels = withUnexpanded(rule, alert).set(Labels.NAME, "ALERTS_FOR_STATE").set("alertname", rule.name());
        return new RuleSample(labels.build(), alert.activeAt().getEpochSecond());
    }
}
