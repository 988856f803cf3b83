package dev.headroom.replay;

import dev.headroom.keda.Admission;
import dev.headroom.keda.OperatorState;
import dev.headroom.keda.Reconciler;
import dev.headroom.keda.Reconciler.Reconciled;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// ScaledObjects of KEDA and edits of them: what admission says, what a reconcile does, and the autoscaler that it
/// makes.
final class KedaHpaSuite implements Suite {

    @Override
    public String name() {
        return "keda-hpa";
    }

    @Override
    public List<String> replay(JsonNode line) {
        return new Script(line.path("given"), line.path("expect")).run();
    }

    private static final class Script {
        private final JsonNode given;
        private final JsonNode expect;
        private final Differences differences = new Differences();
        private OperatorState state;
        private int replicas;

        Script(JsonNode given, JsonNode expect) {
            this.given = given;
            this.expect = expect;
            this.state = OperatorState.start(KedaCluster.hpas(given.path("others")));
            this.replicas = given.path("target").path("replicas").asInt(0);
        }

        List<String> run() {
            var edits = given.path("scaledObjects");
            for (int i = 0; i < edits.size(); i++) {
                step(edits.path(i), expect.path("steps").path(i));
                if (!differences.all().isEmpty()) {
                    return differences.all().stream().map(("step " + i + " ")::concat).toList();
                }
            }
            return differences.all();
        }

        private void step(JsonNode edit, JsonNode recorded) {
            var object = KedaJson.object(edit);
            var cluster = KedaCluster.of(given.path("target"), given.path("others"), replicas);
            admission(recorded, Admission.check(object, cluster.with(state.hpas()), mode()));
            var reconciled = Reconciler.reconcile(object, state, cluster);
            state = reconciled.state();
            replicas = reconciled.scaleTo().orElse(replicas);
            compare(recorded, reconciled);
        }

        private Admission.Run mode() {
            return given.path("dryRun").asBoolean(false) ? Admission.Run.DRY : Admission.Run.REAL;
        }

        private void admission(JsonNode recorded, Admission.Verdict verdict) {
            var expected = new TreeMap<String, String>();
            recorded.path("webhookErrors")
                    .properties()
                    .forEach(each -> expected.put(
                            each.getKey(), KedaJson.promised(each.getValue().asString())));
            Map<String, String> got = new TreeMap<>();
            verdict.errors().forEach((check, text) -> got.put(check.word(), KedaJson.promised(text)));
            differences.add("webhookErrors", expected, got);
            differences.add(
                    "webhookWarnings",
                    KedaJson.strings(recorded.path("webhookWarnings")).stream().sorted().toList(),
                    verdict.warnings().stream().sorted().toList());
        }

        private void compare(JsonNode recorded, Reconciled reconciled) {
            differences.add(
                    "reconcileError",
                    KedaJson.promised(recorded.path("reconcileError").asString("none")),
                    KedaJson.promised(reconciled.error().orElse("none")));
            differences.add(
                    "hpas",
                    KedaHpaJson.recorded(recorded.path("hpas")),
                    KedaHpaJson.of(reconciled.state().hpas().values()));
            differences.add(
                    "loop",
                    KedaJson.strings(recorded.path("loop")),
                    reconciled.loops().stream()
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .toList());
            if (!recorded.path("replicas").isNull()) {
                differences.add("replicas", recorded.path("replicas").asInt(0), replicas);
            }
            differences.add(
                    "labels",
                    KedaTriggers.texts(recorded.path("labels")),
                    new TreeMap<>(reconciled.object().labels()));
            differences.add(
                    "finalizers", KedaJson.strings(recorded.path("finalizers")), List.of(Reconciler.FINALIZER));
            KedaJson.compare(differences, recorded.path("status"), reconciled.state().status());
            differences.add(
                    "events",
                    KedaJson.recordedEvents(recorded.path("events")),
                    KedaJson.events(reconciled.events()));
        }
    }
}
