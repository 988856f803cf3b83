package dev.headroom.server;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Outcome;
import dev.headroom.explain.DecisionText;
import dev.headroom.hpa.Condition;
import dev.headroom.hpa.Pod;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.ScrapeTroubles;
import dev.headroom.rules.AlertState;
import dev.headroom.rules.RuleEvaluator;
import dev.headroom.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The state of the whole loop at one instant, put together from its parts: what `/api/headroom/v1/status` shows.
final class LoopState {

    private final Timeline timeline;
    private final Views.Server server;
    private final List<AutoscalerLoop> loops;
    private final ClusterViews cluster;
    private final ScrapeTroubles scrapes;
    private final RuleEvaluator rules;
    private final AtomicReference<Optional<RunProgress>> run = new AtomicReference<>(Optional.empty());

    /// The parts that are looked at.
    record Parts(
            Timeline timeline,
            List<AutoscalerLoop> loops,
            ClusterViews cluster,
            ScrapeTroubles scrapes,
            RuleEvaluator rules) {}

    LoopState(Parts parts, Views.Server server) {
        this.timeline = parts.timeline();
        this.server = server;
        this.loops = List.copyOf(parts.loops());
        this.cluster = parts.cluster();
        this.scrapes = parts.scrapes();
        this.rules = parts.rules();
    }

    void announce(RunProgress plan) {
        run.set(Optional.of(plan));
    }

    List<AutoscalerLoop> loops() {
        return loops;
    }

    ClusterViews cluster() {
        return cluster;
    }

    Views.Status status() {
        var now = timeline.now();
        return new Views.Status(
                now,
                server,
                loops.stream().map(LoopState::view).toList(),
                cluster.pods(now),
                cluster.services(),
                rules.alerts().stream()
                        .filter(alert -> alert.phase() != AlertState.Phase.INACTIVE)
                        .map(LoopState::view)
                        .toList(),
                troubles(),
                run.get().map(plan -> plan.view(now)).orElse(null));
    }

    /// Broken hops from the metrics page to the replicas, in the order of the loop, and what they did to decisions.
    private List<String> troubles() {
        var lines = new ArrayList<>(cluster.troubles());
        lines.addAll(scrapes.all());
        for (var loop : loops) {
            loop.newest().map(Outcome::record).ifPresent(record -> record.inputs()
                    .forEach(input -> DecisionText.trouble(input)
                            .ifPresent(why -> lines.add(
                                    loop.autoscaler().name() + ": " + DecisionText.name(input) + ": " + why))));
        }
        return lines;
    }

    private static Views.Alert view(AlertState alert) {
        return new Views.Alert(
                alert.labels().value("alertname"),
                alert.phase().word(),
                alert.labels().asMap(),
                alert.annotations().getOrDefault("summary", alert.annotations().getOrDefault("description", "")),
                alert.activeAt());
    }

    private static Views.Autoscaler view(AutoscalerLoop loop) {
        var autoscaler = loop.autoscaler();
        var scale = loop.target().scale();
        var newest = loop.newest();
        return new Views.Autoscaler(
                autoscaler.name(),
                autoscaler.namespace(),
                autoscaler.kind(),
                autoscaler.target().kind() + "/" + autoscaler.target().name(),
                autoscaler.minReplicas(),
                autoscaler.maxReplicas(),
                scale.statusReplicas(),
                scale.specReplicas(),
                (int) loop.target().pods().stream().filter(Pod::serves).count(),
                newest.map(outcome -> metrics(outcome.record())).orElse(List.of()),
                newest.map(LoopState::conditions).orElse(List.of()));
    }

    /// The conditions of the autoscaler, and after them those of a ScaledObject.
    private static List<Views.Condition> conditions(Outcome outcome) {
        var conditions = new ArrayList<Views.Condition>();
        outcome.status().conditions().forEach(each -> conditions.add(view(each)));
        outcome.memory().keda().ifPresent(state -> state.status().conditions().all().forEach(each -> conditions.add(
                new Views.Condition(each.type(), each.status(), each.reason(), each.message()))));
        return conditions;
    }

    private static Views.Condition view(Condition condition) {
        return new Views.Condition(condition.type(), condition.status(), condition.reason(), condition.message());
    }

    private static List<Views.Metric> metrics(DecisionRecord record) {
        return record.inputs().stream()
                .map(input -> new Views.Metric(
                        input.metric(),
                        input.trigger(),
                        input.query(),
                        input.target(),
                        input.reading(),
                        input.signal().getClass().getSimpleName(),
                        DecisionText.trouble(input).orElse(""),
                        input.signal().sampleAge().map(age -> age.toMillis() / 1000.0).orElse(null)))
                .toList();
    }

    /// The records that changed something among these, and always the newest.
    static List<DecisionRecord> telling(List<DecisionRecord> records, int last) {
        var changes = records.stream()
                .filter(record -> record.decision() instanceof dev.headroom.autoscaler.Decision.Scale)
                .toList();
        var told = new ArrayList<>(changes.subList(Math.max(0, changes.size() - last), changes.size()));
        if (!records.isEmpty() && !told.contains(records.getLast())) {
            told.add(records.getLast());
        }
        return told;
    }

    Instant startedAt() {
        return server.startedAt();
    }

    Instant now() {
        return timeline.now();
    }
}
