package dev.headroom.replay;

import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.HpaController;
import dev.headroom.hpa.HpaMemory;
import dev.headroom.hpa.HpaPass;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.kubectl.HpaStatusJson;
import dev.headroom.manifests.Manifest;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reconciles of the real HorizontalPodAutoscaler controller: same world in, same scale, status and events out.
///
/// A line is a script of ticks; it fails at its first tick that differs, with everything that differs there.
final class HpaSuite implements Suite {

    /// The kinds that exist in the recorded cluster, with their groups.
    private static final Set<String> KINDS =
            Set.of("apps/Deployment", "apps/StatefulSet", "apps/ReplicaSet", "/ReplicationController");

    private static final int UPDATE_ATTEMPTS = 5;

    @Override
    public String name() {
        return "hpa";
    }

    @Override
    public List<String> replay(JsonNode line) {
        return new Script(line).run();
    }

    private static final class Script {
        private final JsonNode line;
        private final HpaWorldReader worlds;
        private final HpaSettings settings;
        private final Differences differences = new Differences();
        private HorizontalPodAutoscaler hpa;
        private HpaMemory memory = HpaMemory.start();

        Script(JsonNode line) {
            this.line = line;
            this.worlds = new HpaWorldReader(line.path("podTemplates"));
            var gates = line.path("featureGates");
            this.settings = new HpaSettings(
                    HpaSettings.DEFAULT.tolerance(),
                    HpaSettings.DEFAULT.downscaleStabilization(),
                    HpaSettings.DEFAULT.cpuInitializationPeriod(),
                    HpaSettings.DEFAULT.initialReadinessDelay(),
                    new HpaSettings.Gates(
                            gates.path("HPAConfigurableTolerance").asBoolean(),
                            gates.path("HPAScaleToZero").asBoolean(),
                            gates.path("PodLevelResources").asBoolean()));
            this.hpa = defined(line, "hpaAsWritten", "hpaDefaulted", false);
        }

        List<String> run() {
            int number = 0;
            for (var tick : line.path("ticks")) {
                tick(tick);
                if (!differences.all().isEmpty()) {
                    var place = line.path("id").asString() + " tick " + number + " ";
                    return differences.all().stream().map(each -> place + each).toList();
                }
                number++;
            }
            return differences.all();
        }

        /// Reads an object in both forms and compares what the API server would say about it.
        private HorizontalPodAutoscaler defined(JsonNode node, String written, String defaulted, boolean hadZero) {
            var object = HorizontalPodAutoscaler.stored(manifest(node.path(defaulted)));
            var asWritten = manifest(node.path(written));
            var read = HorizontalPodAutoscaler.stored(asWritten);
            if (settings.gates().configurableTolerance()) {
                differences.add("defaults", object, read);
            }
            var expected = new ArrayList<String>();
            node.path("validationErrors").forEach(each -> expected.add(each.asString()));
            differences.add(
                    "validationErrors",
                    expected,
                    HorizontalPodAutoscaler.validationErrors(
                                    asWritten, settings.gates().scaleToZero() || hadZero)
                            .stream()
                            .sorted()
                            .toList());
            return object;
        }

        private static Manifest manifest(JsonNode node) {
            return Manifest.read("vector", node.toString()).getFirst();
        }

        private void tick(JsonNode tick) {
            if (tick.path("controllerRestart").asBoolean(false)) {
                memory = memory.restarted();
            }
            if (tick.path("hpaDeleted").asBoolean(false)) {
                memory = HpaMemory.start();
                return;
            }
            if (tick.path("hpaRecreated").asBoolean(false)) {
                memory = HpaMemory.start();
            }
            if (tick.has("hpaEdit")) {
                boolean hadZero = hpa.minReplicas() == 0 && !tick.path("hpaRecreated").asBoolean(false);
                hpa = defined(tick.path("hpaEdit"), "asWritten", "defaulted", hadZero);
            }
            var now = Instant.parse(tick.path("now").asString());
            var world = tick.path("world");
            var expect = tick.path("expect");
            var before = HpaStatusJson.of(memory.status());
            var statusRefused = world.has("statusUpdateError")
                    ? Optional.of(HpaWorldReader.message(world.path("statusUpdateError")))
                    : Optional.<String>empty();
            var attempts = new ArrayList<Integer>();
            var reached = unreachable(world, now);
            var pass = reached.orElseGet(
                    () -> HpaController.pass(hpa, worlds.read(now, world), memory, settings));
            boolean scaled = false;
            if (pass.rescales()) {
                var refusal = update(pass, world, attempts);
                scaled = refusal.isEmpty();
                pass = refusal.isEmpty() ? pass.applied(settings) : pass.refused(refusal.get());
            }
            compare(expect, pass, scaled, attempts);
            var after = HpaStatusJson.of(pass.memory().status());
            boolean changed = !after.equals(before);
            boolean stored = changed && statusRefused.isEmpty();
            differences.add("statusUpdated", expect.path("statusUpdated").asBoolean(), stored);
            differences.add("status", HpaStatusJson.recorded(expect.path("status")), stored ? after : before);
            ending(expect, pass, changed ? statusRefused : Optional.empty());
            memory = stored ? pass.memory() : pass.memory().with(memory.status());
        }

        private void compare(JsonNode expect, HpaPass pass, boolean scaled, List<Integer> attempts) {
            differences.add(
                    "scaledTo",
                    expect.path("scaledTo").isNull() ? "nothing" : expect.path("scaledTo").asInt(),
                    scaled ? (Object) pass.desired() : "nothing");
            if (expect.has("scaleUpdateAttempts")) {
                var expected = new ArrayList<Integer>();
                expect.path("scaleUpdateAttempts").forEach(each -> expected.add(each.asInt()));
                differences.add("scaleUpdateAttempts", expected, attempts);
            }
            var proposal = expect.path("proposal");
            differences.add(
                    "proposal",
                    proposal.isObject()
                            ? proposal.path("replicas").asInt() + " by " + proposal.path("metric").asString("")
                            : "none",
                    pass.best().map(best -> best.replicas() + " by " + best.metric()).orElse("none"));
        }

        /// Events and error; a status that cannot be written adds its own.
        private void ending(JsonNode expect, HpaPass pass, Optional<String> statusRefused) {
            var expected = new ArrayList<String>();
            expect.path("events")
                    .forEach(each -> expected.add(each.path("type").asString() + " "
                            + each.path("reason").asString() + " "
                            + (each.has("message") ? each.path("message") : each.path("text")).asString()));
            var got = new ArrayList<ObjectEvent>(pass.events());
            var error = pass.error();
            if (statusRefused.isPresent()) {
                boolean blocked = !got.isEmpty()
                        && got.getLast().reason().equals("FailedComputeMetricsReplicas");
                var event = new ObjectEvent("Warning", "FailedUpdateStatus", statusRefused.get());
                got.add(blocked ? got.size() - 1 : got.size(), event);
                boolean ended = blocked
                        || pass.events().stream()
                                .anyMatch(each -> each.reason().equals("FailedRescale")
                                        || each.reason().equals("FailedGetScale"));
                if (!ended) {
                    error = Optional.of("failed to update status for " + hpa.name() + ": " + statusRefused.get());
                }
            }
            differences.add(
                    "events",
                    expected,
                    got.stream()
                            .map(each -> each.type() + " " + each.reason() + " " + each.text())
                            .toList());
            differences.add(
                    "error",
                    expect.path("error").isString() ? expect.path("error").asString() : "none",
                    error.orElse("none"));
        }

        /// Asks for the replicas as often as the controller would; the text of the refusal, if it stays one.
        private static Optional<String> update(HpaPass pass, JsonNode world, List<Integer> attempts) {
            if (pass.desired() < 0) {
                attempts.add(pass.desired());
                return Optional.of("Scale.autoscaling \"" + pass.hpa().scaleTargetRef().name()
                        + "\" is invalid: spec.replicas: Invalid value: " + pass.desired()
                        + ": must be greater than or equal to 0");
            }
            var errors = world.path("scaleUpdateErrors");
            for (int attempt = 0; attempt < UPDATE_ATTEMPTS; attempt++) {
                attempts.add(pass.desired());
                if (attempt >= errors.size()) {
                    return Optional.empty();
                }
                var error = errors.path(attempt);
                boolean again = error.path("kind").asString("").equals("Conflict") && attempt < UPDATE_ATTEMPTS - 1;
                if (!again) {
                    return Optional.of(HpaWorldReader.message(error));
                }
            }
            return Optional.empty();
        }

        private Optional<HpaPass> unreachable(JsonNode world, Instant now) {
            var ref = hpa.scaleTargetRef();
            var parts = ref.apiVersion().split("/", -1);
            if (parts.length > 2) {
                return Optional.of(HpaController.unreachable(
                        hpa,
                        now,
                        memory,
                        "unexpected GroupVersion string: " + ref.apiVersion(),
                        "invalid API version in scale target reference"));
            }
            var group = parts.length == 2 ? parts[0] : "";
            if (!KINDS.contains(group + "/" + ref.kind())) {
                return Optional.of(HpaController.unreachable(
                        hpa,
                        now,
                        memory,
                        "no matches for kind \"" + ref.kind() + "\" in group \"" + group + '"',
                        "unable to determine resource for scale target reference"));
            }
            var error = world.path("scale").path("getError");
            return error.isMissingNode() || error.isNull()
                    ? Optional.empty()
                    : Optional.of(HpaController.unreachable(
                            hpa,
                            now,
                            memory,
                            HpaWorldReader.message(error),
                            "failed to query scale subresource for " + ref));
        }
    }
}
