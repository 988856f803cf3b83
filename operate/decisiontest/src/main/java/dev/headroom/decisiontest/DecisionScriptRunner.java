package dev.headroom.decisiontest;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.decisiontest.DecisionScript.Expected;
import dev.headroom.decisiontest.DecisionScript.Statement;
import dev.headroom.drafts.DurationWords;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Workload;
import dev.headroom.loop.AppliedFile;
import dev.headroom.loop.Event;
import dev.headroom.loop.RehearsedLoop;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import dev.headroom.model.LabelNaming;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.Syntax;
import dev.headroom.promqltest.ScriptStorage;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.rules.GroupRun;
import dev.headroom.rules.RuleEvaluator;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import dev.headroom.rules.RuleSettings;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import dev.headroom.tsdb.Queryable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs a decision script: the objects decide every sync period from time 0 on, and each tick looks at what came of it.
public final class DecisionScriptRunner {

    /// How often rule groups are evaluated that name no interval, as the server does.
    private static final Duration RULE_INTERVAL = Duration.ofSeconds(15);
    private static final RuleFiles RULES = RuleFiles.of(LabelNaming.UTF8, Syntax.STABLE);

    private final DecisionScript script;
    private final Path folder;
    private final VirtualTimeline timeline = new VirtualTimeline(Instant.EPOCH);
    private final ScriptStorage storage = new ScriptStorage();
    private final Head recorded = new Head(HeadOptions.defaults());
    private final Queryable series = new RehearsedSeries(storage, recorded);
    private final QueryEngine engine = new Engine(series, EngineOptions.defaults(), timeline);
    /// Records what rules give; alerts go nowhere.
    private final RuleEvaluator rules = new RuleEvaluator(new GroupRun.Surroundings(
            timeline, _ -> engine, recorded, recorded, _ -> {}, RuleSettings.standard("").every(RULE_INTERVAL)));
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<RuleGroup> groups = new ArrayList<>();
    private final List<AdapterConfig> adapters = new ArrayList<>();
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final List<String> defects = new ArrayList<>();

    /// One autoscaler at work.
    private record Actor(Autoscaler autoscaler, ScriptedTarget target, RehearsedLoop loop, Decided decided) {}

    /// @param folder where the names of manifests count from
    private DecisionScriptRunner(DecisionScript script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    /// What became of each tick.
    ///
    /// @throws DecisionScriptException when the script cannot be run
    public static List<TickOutcome> run(DecisionScript script, Path folder) {
        var runner = new DecisionScriptRunner(script, folder);
        try {
            return runner.run();
        } catch (ManifestException wrong) {
            throw new DecisionScriptException(String.valueOf(wrong.getMessage()));
        } finally {
            runner.close();
        }
    }

    private void close() {
        actors.values().forEach(actor -> actor.loop().close());
        rules.close();
    }

    private List<TickOutcome> run() {
        read();
        start();
        var outcomes = new ArrayList<TickOutcome>();
        var about = actors.size() == 1 ? actors.values().iterator().next() : null;
        for (var statement : script.statements()) {
            if (statement instanceof Statement.OfAutoscaler(int line, var name)) {
                about = actor(line, name);
            } else if (statement instanceof Statement.Tick tick) {
                if (about == null) {
                    throw wrong(tick.line(), "autoscaler NAME above the first tick, one of " + names(), "none");
                }
                timeline.advanceTo(Instant.EPOCH.plus(tick.at()));
                outcomes.add(outcome(tick, about));
                actors.values().forEach(actor -> actor.decided().forget());
            }
        }
        return List.copyOf(outcomes);
    }

    private void read() {
        for (var statement : script.statements()) {
            switch (statement) {
                case Statement.ManifestFile(_, var name) -> applied(Yaml.read(folder.resolve(name)));
                case Statement.Objects(_, var documents) ->
                    documents.forEach(yaml -> applied(Yaml.read(script.file(), yaml)));
                case Statement.Load(int line, var load) -> {
                    try {
                        storage.load(load);
                    } catch (IllegalArgumentException wrong) {
                        throw new DecisionScriptException(script.file() + ":" + line + ": " + wrong.getMessage());
                    }
                }
                case Statement.Usage _,
                        Statement.Replicas _,
                        Statement.StartUp _,
                        Statement.Sync _,
                        Statement.OfAutoscaler _,
                        Statement.Tick _ -> {}
            }
        }
    }

    private void applied(List<Field> documents) {
        var applied = AppliedFile.of(documents, RULES);
        manifests.addAll(applied.objects());
        groups.addAll(applied.groups());
        adapters.addAll(applied.adapters());
        applied.objects().stream()
                .filter(manifest -> manifest.kind().equals("PrometheusRule"))
                .forEach(manifest -> groups.addAll(RULES.read(manifest)));
    }

    private Optional<AdapterConfig> adapter() {
        if (adapters.size() > 1) {
            throw wrong(1, "at most one configuration of prometheus-adapter", adapters.size() + " of them");
        }
        return adapters.stream().findFirst();
    }

    private void start() {
        var conditions = new ScriptedTarget.Conditions(timeline, startUp(), of(Statement.Usage.class).toList());
        rules.sync(groups);
        for (var autoscaler : RehearsedLoop.autoscalers(withTargets())) {
            var workload = workload(autoscaler);
            var target =
                    new ScriptedTarget(autoscaler.target(), workload, replicas(autoscaler, workload), conditions);
            var decided = new Decided();
            var stage = new RehearsedLoop.Stage(
                    timeline, engine, series, step(), adapter(), decided::add, event -> noteDefect(event));
            actors.put(
                    autoscaler.key(),
                    new Actor(autoscaler, target, new RehearsedLoop(autoscaler, target, stage), decided));
        }
        if (actors.isEmpty()) {
            throw wrong(1, "a HorizontalPodAutoscaler or ScaledObject, by manifest FILE or object", "none");
        }
        of(Statement.Replicas.class).forEach(replicas -> replicas.at().ifPresent(time -> timeline.after(
                time, () -> actors.values().forEach(actor -> actor.target().scaleTo(replicas.count())))));
        actors.values().forEach(actor -> actor.loop().start(sync()));
    }

    /// The objects, with a Deployment for each ScaledObject that has none among them: KEDA wants one to be there.
    private List<Manifest> withTargets() {
        var all = new ArrayList<>(manifests);
        for (var manifest : manifests) {
            var name = Peek.text(manifest.root(), "spec", "scaleTargetRef", "name").orElse("");
            var namespace = manifest.metadata().namespace();
            boolean there = manifests.stream()
                    .anyMatch(each -> each.kind().equals("Deployment")
                            && each.metadata().name().equals(name)
                            && each.metadata().namespace().equals(namespace));
            if (manifest.kind().equals("ScaledObject") && !there && !name.isEmpty()) {
                all.add(deployment(name, namespace));
            }
        }
        return all;
    }

    private Manifest deployment(String name, String namespace) {
        var text = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: "%s", namespace: "%s"}
                spec: {template: {spec: {containers: [{name: app}]}}}
                """.formatted(name, namespace);
        return Manifest.read(script.file(), text).getFirst();
    }

    private void noteDefect(Event event) {
        if (event.reason().equals("FailedDecision")) {
            defects.add(event.message());
        }
    }

    private TickOutcome outcome(Statement.Tick tick, Actor actor) {
        int replicas = actor.target().replicas();
        boolean passed = defects.isEmpty() && actor.decided().isAs(tick.expected(), replicas);
        var got = defects.isEmpty() ? actor.decided().words(replicas) : defects.getFirst();
        return new TickOutcome(
                script.file(),
                tick.line(),
                "tick at " + DurationWords.of(tick.at()),
                passed ? "" : words(tick.expected()),
                got);
    }

    private static String words(Expected expected) {
        var verdict = expected.verdict().name().toLowerCase(java.util.Locale.ROOT)
                + expected.replicas().map(count -> " " + count).orElse("");
        return expected.words().isEmpty() ? verdict : verdict + " " + String.join(" ", expected.words());
    }

    private Actor actor(int line, String name) {
        var found = actors.values().stream()
                .filter(actor -> actor.autoscaler().name().equals(name) || actor.autoscaler().key().equals(name))
                .toList();
        if (found.size() != 1) {
            throw wrong(line, "one of " + names(), '"' + name + '"');
        }
        return found.getFirst();
    }

    private String names() {
        return String.join(", ", actors.keySet());
    }

    private Optional<Workload> workload(Autoscaler autoscaler) {
        var target = autoscaler.target();
        return manifests.stream()
                .flatMap(manifest -> Workload.of(manifest).stream())
                .filter(workload -> workload.kind().equals(target.kind())
                        && workload.name().equals(target.name())
                        && workload.namespace().equals(autoscaler.namespace()))
                .findFirst();
    }

    private int replicas(Autoscaler autoscaler, Optional<Workload> workload) {
        return of(Statement.Replicas.class)
                .filter(replicas -> replicas.at().isEmpty())
                .map(Statement.Replicas::count)
                .reduce((_, last) -> last)
                .or(() -> workload.flatMap(each -> Peek.integer(each.manifest().root(), "spec", "replicas")))
                .orElse(Math.max(1, autoscaler.minReplicas()));
    }

    private Duration startUp() {
        return of(Statement.StartUp.class).map(Statement.StartUp::duration).reduce((_, last) -> last)
                .orElse(Duration.ZERO);
    }

    private Duration sync() {
        return of(Statement.Sync.class).map(Statement.Sync::period).reduce((_, last) -> last)
                .orElse(Autoscaler.SYNC_PERIOD);
    }

    /// The longest step of the series: what is much older than that is stale.
    private Duration step() {
        return of(Statement.Load.class)
                .map(load -> Duration.ofMillis(load.load().stepMillis()))
                .max(Duration::compareTo)
                .orElse(Duration.ofSeconds(15));
    }

    private <S extends Statement> Stream<S> of(Class<S> kind) {
        return script.statements().stream().filter(kind::isInstance).map(kind::cast);
    }

    private DecisionScriptException wrong(int line, String expected, String got) {
        return new DecisionScriptException(script.file() + ":" + line + ": expected " + expected + ", got " + got);
    }
}
