package dev.headroom.rules;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.promql.Parser;
import dev.headroom.promql.Printer;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.Syntax;
import dev.headroom.rules.AlertState.Phase;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import dev.headroom.tsdb.SampleSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// The run state of one group: the alerts of its rules, the series they wrote last, and how they fare.
///
/// Rules run in their order, and each one's samples are stored before the next one's query, so a rule can build on the
/// rules above it. A rule that fails disturbs no other.
public final class GroupRun {

    /// What the runs of all groups share.
    ///
    /// @param engines what the rules of a group ask
    /// @param storage what the rules have written
    public record Surroundings(
            Timeline timeline,
            Function<RuleGroup, QueryEngine> engines,
            Queryable storage,
            SampleSink sink,
            Consumer<List<Notification>> notifier,
            RuleSettings settings) {}

    private final RuleGroup group;
    private final Surroundings around;
    private final List<RuleRun> rules = new ArrayList<>();
    private List<Labels> orphans = List.of();
    private Optional<Instant> lastEvaluation = Optional.empty();
    private Optional<Instant> lastGridPoint = Optional.empty();
    private volatile RuleStatus.Pace pace;

    /// The run state of one rule.
    private static final class RuleRun {
        private final Rule rule;
        private final String query;
        private Map<Labels, AlertState> alerts = Map.of();
        private Set<Labels> written = Set.of();
        private RuleStatus.Health health = RuleStatus.Health.UNKNOWN;
        private String lastError = "";
        private Optional<Instant> lastEvaluation = Optional.empty();
        private Duration evaluationTime = Duration.ZERO;
        private boolean restored;

        /// The expression as Prometheus prints it; as written when it does not parse, which the engine then says.
        private static String canonical(String expr) {
            try {
                return Printer.print(Parser.parse(expr, Syntax.EXPERIMENTAL));
            } catch (PromqlException _) {
                return expr;
            }
        }

        RuleRun(Rule rule, boolean restored) {
            this.rule = rule;
            this.query = canonical(rule.expr());
            this.restored = restored;
        }
    }

    /// @param restored false after a start with a storage that remembers: then [#restore] is due after the second
    ///     evaluation, and no `ALERTS` are stored before it
    public GroupRun(RuleGroup group, Surroundings around, boolean restored) {
        this.group = group;
        this.around = around;
        this.pace = new RuleStatus.Pace(
                group, group.interval().orElse(around.settings().evaluationInterval()), Duration.ZERO, 0, 0);
        group.rules().forEach(rule -> rules.add(new RuleRun(rule, restored)));
    }

    public RuleGroup group() {
        return group;
    }

    Duration interval() {
        return pace.interval();
    }

    /// Evaluates all rules as of `at`.
    public synchronized void evaluate(Instant at) {
        long start = around.timeline().nanos();
        for (var rule : rules) {
            long ruleStart = around.timeline().nanos();
            evaluate(rule, at);
            rule.lastEvaluation = Optional.of(at);
            rule.evaluationTime = Duration.ofNanos(around.timeline().nanos() - ruleStart);
        }
        if (!orphans.isEmpty()) {
            endSeries(orphans, queryTime(at));
            orphans = List.of();
        }
        lastEvaluation = Optional.of(at);
        long leftOut = lastGridPoint
                .map(last -> Math.max(0, Duration.between(last, at).dividedBy(interval()) - 1))
                .orElse(0L);
        lastGridPoint = Optional.of(at);
        pace = pace.after(Duration.ofNanos(around.timeline().nanos() - start), leftOut);
    }

    private Instant queryTime(Instant at) {
        return at.minus(group.queryOffset().orElse(Duration.ZERO));
    }

    private void evaluate(RuleRun run, Instant at) {
        RuleStep.Outcome outcome;
        try {
            var vector = vector(run.query, queryTime(at));
            outcome = switch (run.rule) {
                case RecordingRule rule -> RuleStep.record(rule, group.limit(), vector);
                case AlertingRule rule -> RuleStep.alert(
                        rule, group.limit(), run.alerts, vector, new RuleStep.Evaluation(at, expander(rule, at)));
            };
        } catch (PromqlException failure) {
            outcome = new RuleStep.Failed(run.alerts, String.valueOf(failure.getMessage()));
        }
        switch (outcome) {
            case RuleStep.Failed failed -> {
                run.alerts = failed.alerts();
                run.health = RuleStatus.Health.ERR;
                run.lastError = failed.error();
            }
            case RuleStep.Done done -> {
                run.alerts = done.alerts();
                run.health = RuleStatus.Health.OK;
                run.lastError = "";
                boolean store = true;
                if (run.rule instanceof AlertingRule) {
                    send(run, at);
                    store = run.restored;
                }
                store(run, store ? done.samples() : List.of(), queryTime(at));
            }
        }
    }

    private List<QueryResult.Element> vector(String expr, Instant at) {
        return vector(around.engines().apply(group).instant(expr, at).value());
    }

    /// The elements of a vector; a scalar is a vector of one element without labels.
    static List<QueryResult.Element> vector(QueryResult.Value value) {
        return switch (value) {
            case QueryResult.Vector vector -> vector.elements();
            case QueryResult.Scalar scalar ->
                List.of(new QueryResult.Element(Labels.empty(), scalar.timestampMillis(), scalar.value()));
            case QueryResult.Text _, QueryResult.Matrix _ ->
                throw new PromqlException(PromqlException.Kind.EXECUTION, "rule result is not a vector or scalar");
        };
    }

    private RuleStep.Expander expander(AlertingRule rule, Instant at) {
        var settings = around.settings();
        return (template, element) -> AlertTemplate.expand(
                rule.name(),
                template,
                new AlertTemplate.Surroundings(
                        element.labels(),
                        element.value(),
                        settings.externalLabels().get(),
                        settings.externalUrl(),
                        at,
                        query -> vector(query, at)));
    }

    private void send(RuleRun run, Instant at) {
        var settings = around.settings();
        var longest = interval().compareTo(settings.resendDelay()) > 0 ? interval() : settings.resendDelay();
        var due = new ArrayList<Notification>();
        var alerts = new LinkedHashMap<Labels, AlertState>();
        for (var alert : run.alerts.values()) {
            boolean send = alert.needsSending(at, settings.resendDelay());
            alerts.put(alert.labels(), send ? alert.sent(at) : alert);
            if (send) {
                due.add(new Notification(
                        alert.labels(),
                        alert.annotations(),
                        alert.firedAt().orElse(at),
                        alert.resolvedAt().orElse(at.plus(longest.multipliedBy(4))),
                        settings.externalUrl() + Links.table(run.query)));
            }
        }
        run.alerts = alerts;
        if (!due.isEmpty()) {
            around.notifier().accept(due);
        }
    }

    private void store(RuleRun run, List<RuleSample> samples, Instant at) {
        var appender = around.sink().appender();
        long millis = at.toEpochMilli();
        var written = new HashSet<Labels>();
        for (var sample : samples) {
            var problem = sample.histogram().flatMap(FloatHistogram::problem);
            if (problem.isPresent()) {
                run.health = RuleStatus.Health.ERR;
                run.lastError = sample.labels() + ": expected a histogram that can be stored, got one with "
                        + problem.get();
                continue;
            }
            var append = sample.histogram().isPresent()
                    ? appender.append(sample.labels(), millis, sample.histogram().get())
                    : appender.append(sample.labels(), millis, sample.value());
            switch (append) {
                case STORED -> written.add(sample.labels());
                case OUT_OF_ORDER, DUPLICATE_TIMESTAMP, TOO_OLD, SERIES_LIMIT -> {
                    run.health = RuleStatus.Health.ERR;
                    run.lastError = "the storage refused " + sample.labels() + ": " + append;
                }
            }
        }
        for (var series : run.written) {
            if (!written.contains(series)) {
                appender.append(series, millis, Samples.staleMarker());
            }
        }
        appender.commit();
        run.written = written;
    }

    private void endSeries(Iterable<Labels> series, Instant at) {
        var appender = around.sink().appender();
        series.forEach(labels -> appender.append(labels, at.toEpochMilli(), Samples.staleMarker()));
        appender.commit();
    }

    /// Ends all series of the group: it is no more.
    synchronized void end(Instant at) {
        rules.forEach(rule -> endSeries(rule.written, queryTime(at)));
    }

    /// Takes over from the run of the same group before a reload: rules with the same name and labels keep their alerts
    /// and series; the series of other rules end with the next evaluation.
    public synchronized void takeOver(GroupRun before) {
        synchronized (before) {
            var left = new ArrayList<>(before.rules);
            for (var run : rules) {
                var same = left.stream().filter(old -> same(old.rule, run.rule)).findFirst();
                if (same.isPresent()) {
                    run.written = same.get().written;
                    run.alerts = same.get().alerts;
                    left.remove(same.get());
                }
            }
            var ended = new ArrayList<>(before.orphans);
            left.forEach(run -> ended.addAll(run.written));
            orphans = ended;
            lastEvaluation = before.lastEvaluation;
            pace = pace.with(before.pace.evaluationTime());
        }
    }

    private static boolean same(Rule one, Rule other) {
        return switch (one) {
            case RecordingRule rule -> other instanceof RecordingRule its
                    && rule.name().equals(its.name())
                    && rule.labels().equals(its.labels());
            case AlertingRule rule -> other instanceof AlertingRule its
                    && rule.name().equals(its.name())
                    && rule.labels().equals(its.labels());
        };
    }

    /// Gives pending alerts back the time that they were active before the program went down, as `ALERTS_FOR_STATE`
    /// tells.
    public synchronized void restore(Instant now) {
        for (var run : rules) {
            if (run.rule instanceof AlertingRule rule && !run.restored) {
                boolean worthIt = rule.hold().compareTo(around.settings().forGracePeriod()) >= 0;
                if (worthIt) {
                    restore(run, rule, now);
                }
            }
            run.restored = true;
        }
    }

    private void restore(RuleRun run, AlertingRule rule, Instant now) {
        var settings = around.settings();
        var matchers = List.of(
                Matcher.equal(Labels.NAME, "ALERTS_FOR_STATE"), Matcher.equal("alertname", rule.name()));
        var found = around.storage()
                .select(now.minus(settings.outageTolerance()).toEpochMilli(), now.toEpochMilli(), matchers);
        var last = new LinkedHashMap<Labels, Samples>();
        found.forEach(series -> last.put(series.labels().without(Labels.NAME), series.samples()));
        var alerts = new LinkedHashMap<Labels, AlertState>();
        for (var alert : run.alerts.values()) {
            var samples = last.get(alert.labels());
            if (samples == null || samples.size() == 0 || alert.phase() == Phase.INACTIVE) {
                alerts.put(alert.labels(), alert);
            } else {
                alerts.put(alert.labels(), restored(alert, rule, samples, now));
            }
        }
        run.alerts = alerts;
    }

    private AlertState restored(AlertState alert, AlertingRule rule, Samples samples, Instant now) {
        double value = samples.value(samples.size() - 1);
        if (Samples.isStale(value)) {
            return alert;
        }
        var downAt = Instant.ofEpochSecond(samples.timestamp(samples.size() - 1) / 1000);
        var activeAt = Instant.ofEpochSecond((long) value);
        var remaining = rule.hold().minus(Duration.between(activeAt, downAt));
        var grace = around.settings().forGracePeriod();
        if (!remaining.isPositive()) {
            return alert.restored(activeAt);
        }
        return remaining.compareTo(grace) < 0
                ? alert.restored(now.plus(grace).minus(rule.hold()))
                : alert.restored(activeAt.plus(Duration.between(downAt, now)));
    }

    /// Known at once, also while an evaluation takes its time.
    public RuleStatus.Pace pace() {
        return pace;
    }

    /// How the group fares now.
    public synchronized RuleStatus.Group status() {
        var statuses = rules.stream().map(GroupRun::status).toList();
        return new RuleStatus.Group(group, interval(), statuses, lastEvaluation, pace.evaluationTime());
    }

    private static RuleStatus status(RuleRun run) {
        var active = run.alerts.values().stream()
                .filter(alert -> alert.resolvedAt().isEmpty())
                .toList();
        return new RuleStatus(
                run.rule,
                run.query,
                run.health,
                run.lastError,
                worst(active),
                active,
                run.lastEvaluation,
                run.evaluationTime);
    }

    private static Phase worst(List<AlertState> alerts) {
        return alerts.stream().map(AlertState::phase).max(Phase::compareTo).orElse(Phase.INACTIVE);
    }

    /// Every alert that a rule remembers, the resolved ones too, by the rule's place in the group.
    public synchronized List<AlertState> remembered(int rule) {
        return List.copyOf(rules.get(rule).alerts.values());
    }
}
