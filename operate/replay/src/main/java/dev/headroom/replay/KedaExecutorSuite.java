package dev.headroom.replay;

import dev.headroom.hpa.Condition;
import dev.headroom.keda.Activity;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaleExecutor;
import dev.headroom.keda.ScaleRequest;
import dev.headroom.keda.ScaleRequest.Answer;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.ScaledObjectStatus;
import dev.headroom.keda.Situation;
import dev.headroom.keda.Situation.Replicas;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Scale loops of KEDA, step by step: activity in, replicas, conditions and events out.
final class KedaExecutorSuite implements Suite {

    @Override
    public String name() {
        return "keda-executor";
    }

    @Override
    public List<String> replay(JsonNode line) {
        return new Script(line.path("given"), line.path("expect")).run();
    }

    private static final class Script {
        private final JsonNode given;
        private final JsonNode expect;
        private final Differences differences = new Differences();
        private ScaledObject object;
        private ScaledObjectStatus status;
        private int replicas;
        private Optional<Condition> scalingActive = Optional.empty();

        Script(JsonNode given, JsonNode expect) {
            this.given = given;
            this.expect = expect;
            this.object = KedaJson.object(given.path("scaledObject"));
            this.replicas = given.path("replicas").asInt(0);
            this.status = ScaledObjectStatus.of(
                    kind().gvk(),
                    "keda-hpa-so",
                    KedaJson.strings(given.path("externalMetricNames")),
                    Optional.ofNullable(given.path("lastActiveTime").asString(null)).map(Instant::parse));
        }

        private ResourceKind kind() {
            return KedaCluster.kind(given.path("targetKind").asString());
        }

        List<String> run() {
            for (int i = 0; i < given.path("steps").size() && differences.all().isEmpty(); i++) {
                step(given.path("steps").path(i), expect.path("steps").path(i));
                if (!differences.all().isEmpty()) {
                    return differences.all().stream().map(("step " + i + " ")::concat).toList();
                }
            }
            return differences.all();
        }

        private void step(JsonNode step, JsonNode recorded) {
            replicas = step.path("setReplicas").asInt(replicas);
            if (step.has("annotations")) {
                object = object.annotated(KedaTriggers.texts(step.path("annotations")));
            }
            if (step.has("hpaScalingActive")) {
                scalingActive = KedaJson.scalingActive(step.path("hpaScalingActive"));
            }
            var seen = status;
            var fail = step.path("fail").asString("");
            var situation = new Situation(
                    Instant.parse(step.path("at").asString()),
                    fail.equals("targetMissing")
                            ? new Replicas.Unreadable(kind().notFound("app"))
                            : new Replicas.Count(replicas),
                    0,
                    given.path("hpaExists").asBoolean(false) ? scalingActive : Optional.empty());
            var activity = new Activity(
                    step.path("active").asBoolean(false),
                    step.path("error").asBoolean(false),
                    KedaJson.strings(step.path("activeTriggers")));
            var request = ScaleExecutor.request(object, seen, activity, situation);
            var writes = new ArrayList<Integer>();
            var result = request.wish().isEmpty()
                    ? request.unanswered()
                    : request.answered(answer(fail, request.wish().get(), writes));
            status = ScaleExecutor.written(status, seen, result);
            compare(recorded, result, writes, fail);
        }

        private Answer answer(String fail, ScaleRequest.Wish wish, List<Integer> writes) {
            return switch (fail) {
                case "scaleGet" -> new Answer.Refused(-1, "injected: scale get failed");
                case "scaleUpdate" -> new Answer.Refused(replicas, "injected: scale update failed");
                default -> {
                    int from = replicas;
                    replicas = wish.to();
                    writes.add(replicas);
                    yield new Answer.Scaled(from);
                }
            };
        }

        private void compare(JsonNode recorded, ScaleRequest.Result result, List<Integer> writes, String fail) {
            differences.add(
                    "resultConditions", recorded.path("resultConditions"), KedaJson.conditions(result.conditions()));
            differences.add(
                    "error", recorded.path("error").asString("none"), result.error().orElse("none"));
            differences.add(
                    "scaleWrites",
                    recorded.path("scaleWrites").valueStream().map(JsonNode::asInt).toList(),
                    writes);
            if (!fail.equals("targetMissing")) {
                differences.add("replicas", recorded.path("replicas").asInt(-1), replicas);
            }
            differences.add(
                    "resultLastActiveTime",
                    Optional.ofNullable(recorded.path("resultLastActiveTime").asString(null)).map(Instant::parse),
                    result.lastActiveTime());
            KedaJson.compare(differences, recorded.path("status"), status);
            differences.add(
                    "events",
                    KedaJson.recordedEvents(recorded.path("events")),
                    KedaJson.events(result.events()));
        }
    }
}
