package dev.headroom.replay;

import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.Activity;
import dev.headroom.keda.FormulaFailure;
import dev.headroom.keda.MetricsServer;
import dev.headroom.keda.OperatorState;
import dev.headroom.keda.Reconciler;
import dev.headroom.keda.ScaleLoop;
import dev.headroom.keda.ScaleRequest;
import dev.headroom.keda.ScaleRequest.Answer;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.Situation;
import dev.headroom.keda.Situation.Replicas;
import dev.headroom.keda.World;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Polls and metrics requests of KEDA against sources that answer as scripted.
final class KedaMetricPathSuite implements Suite {

    private static final String NO_NUMBER = "-9223372036854775808e-3";

    @Override
    public String name() {
        return "keda-metric-path";
    }

    @Override
    public List<String> replay(JsonNode line) {
        return new Script(line.path("given"), line.path("expect")).run();
    }

    /// KEDA gives the smallest number of 64 bits for a formula whose result is no number; here there is no metric then.
    @Override
    public Optional<String> deviation(JsonNode line) {
        var script = new Script(line.path("given"), MissingNode.getInstance());
        script.play();
        return script.hasNumberlessFormula ? Optional.of("formula-without-number") : Optional.empty();
    }

    private static final class Script {
        private final JsonNode given;
        private final JsonNode expect;
        private final Differences differences = new Differences();
        private final ScaledObject object;
        private OperatorState state = OperatorState.start(Map.of());
        private int replicas;
        private int readyPods;
        private Optional<Condition> scalingActive = Optional.empty();
        private boolean hasNumberlessFormula;
        private String place = "init ";

        Script(JsonNode given, JsonNode expect) {
            this.given = given;
            this.expect = expect;
            this.object = KedaJson.object(given.path("scaledObject"));
            this.replicas = given.path("replicas").asInt(0);
            this.readyPods = given.path("readyPods").asInt(0);
        }

        /// Up to the first step that differs.
        List<String> run() {
            init(expect.path("init"));
            for (int i = 0; i < given.path("steps").size() && differences.all().isEmpty(); i++) {
                place = "step " + i + " ";
                step(given.path("steps").path(i), expect.path("steps").path(i));
            }
            return differences.all().stream().map(place::concat).toList();
        }

        /// To the end, whatever was recorded.
        void play() {
            init(expect);
            given.path("steps").forEach(step -> step(step, expect));
        }

        private void init(JsonNode recorded) {
            var reconciled = Reconciler.reconcile(object, state, KedaCluster.of(replicas));
            state = reconciled.state();
            replicas = reconciled.scaleTo().orElse(replicas);
            differences.add(
                    "reconcileError",
                    KedaJson.promised(recorded.path("reconcileError").asString("none")),
                    KedaJson.promised(reconciled.error().orElse("none")));
            differences.add(
                    "hpas",
                    KedaHpaJson.recorded(recorded.path("hpas")),
                    KedaHpaJson.of(state.hpas().values()));
            ended(recorded, reconciled.events());
        }

        private void step(JsonNode step, JsonNode recorded) {
            replicas = step.path("setReplicas").asInt(replicas);
            readyPods = step.path("readyPods").asInt(readyPods);
            if (step.has("hpaScalingActive")) {
                scalingActive = KedaJson.scalingActive(step.path("hpaScalingActive"));
            }
            var sources = new RecordedSources(step.path("sources"), Instant.parse(step.path("at").asString()));
            var world = new World(
                    KedaCluster.of(replicas),
                    new Situation(
                            Instant.parse(step.path("at").asString()),
                            new Replicas.Count(replicas),
                            readyPods,
                            state.hpas().isEmpty() ? Optional.empty() : scalingActive),
                    sources);
            if (step.path("op").asString().equals("loop")) {
                loop(recorded, world);
            } else {
                request(recorded, world, step.path("metric").asString());
            }
            var queries = new TreeMap<String, Integer>();
            recorded.path("queries").properties().forEach(each -> queries.put(
                    each.getKey(), each.getValue().asInt()));
            differences.add("queries", queries, sources.queries());
        }

        private void loop(JsonNode recorded, World world) {
            var poll = ScaleLoop.poll(object, state, world);
            var writes = new ArrayList<Integer>();
            var answer = poll.request().flatMap(ScaleRequest::wish).<Answer>map(wish -> {
                var scaled = new Answer.Scaled(replicas);
                replicas = wish.to();
                writes.add(replicas);
                return scaled;
            });
            var ended = poll.ended(answer);
            state = ended.state();
            noted(poll.formulaFailure());
            executor(recorded.path("executor"), poll.request().map(ScaleRequest::activity));
            differences.add(
                    "scaleWrites",
                    recorded.path("scaleWrites").valueStream().map(JsonNode::asInt).toList(),
                    writes);
            differences.add("replicas", recorded.path("replicas").asInt(-1), replicas);
            ended(recorded, ended.events());
        }

        private void executor(JsonNode recorded, Optional<Activity> activity) {
            differences.add("executor is called", !recorded.isMissingNode(), activity.isPresent());
            activity.ifPresent(got -> {
                differences.add("executor.active", recorded.path("active").asBoolean(false), got.active());
                differences.add("executor.error", recorded.path("error").asBoolean(false), got.error());
                differences.add(
                        "executor.activeTriggers",
                        new TreeSet<>(KedaJson.strings(recorded.path("activeTriggers"))),
                        new TreeSet<>(got.activeTriggers()));
            });
        }

        private void request(JsonNode recorded, World world, String metric) {
            var served = MetricsServer.external(object, state, world, metric);
            state = served.state();
            noted(served.formulaFailure());
            switch (served.answer()) {
                case MetricsServer.Answer.Failed(String error) ->
                    differences.add(
                            "error",
                            KedaJson.promised(recorded.path("error").asString("none")),
                            KedaJson.promised(error));
                case MetricsServer.Answer.Items(var items) -> {
                    differences.add("error", recorded.path("error").asString("none"), "none");
                    var expected = recorded.path("items").valueStream()
                            .filter(each -> !each.path(1).asString().equals(NO_NUMBER))
                            .map(each -> each.path(0).asString() + " "
                                    + each.path(1).asString())
                            .toList();
                    differences.add(
                            "items",
                            expected,
                            items.stream()
                                    .map(each -> each.metric() + " " + each.value())
                                    .toList());
                }
            }
            ended(recorded, served.events());
        }

        private void noted(Optional<FormulaFailure> failure) {
            hasNumberlessFormula |= failure.map(each -> each.kind() == FormulaFailure.Kind.NO_NUMBER)
                    .orElse(false);
        }

        private void ended(JsonNode recorded, List<ObjectEvent> events) {
            KedaJson.compare(differences, recorded.path("status"), state.status());
            differences.add(
                    "events", KedaJson.recordedEvents(recorded.path("events")), KedaJson.events(events));
        }
    }
}
