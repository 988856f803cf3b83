package dev.headroom.replay;

import dev.headroom.processes.Agenda;
import dev.headroom.processes.Probes;
import dev.headroom.recording.ReplayException;
import dev.headroom.recording.Suite;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.workloads.ProbeTiming;
import dev.headroom.workloads.ProbeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Suite `kubernetes-probe`: what the kubelet's prober did to scripted containers, replayed against [Probes]. All lines
/// of a recorded timeline are compared; only the order of lines at one instant is free.
final class KubernetesProbe implements Suite {

    @Override
    public String name() {
        return "kubernetes-probe";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var got = new Run(line).timeline();
        var expected = new TreeMap<Long, List<String>>();
        for (var entry : line.path("timeline")) {
            expected.computeIfAbsent(entry.path("t").asLong(), _ -> new ArrayList<>()).add(text(entry));
        }
        expected.values().forEach(lines -> lines.sort(null));
        got.values().forEach(lines -> lines.sort(null));
        if (expected.equals(got)) {
            return List.of();
        }
        var instants = new TreeSet<>(expected.keySet());
        instants.addAll(got.keySet());
        for (long t : instants) {
            var wanted = expected.getOrDefault(t, List.of());
            var found = got.getOrDefault(t, List.of());
            if (!wanted.equals(found)) {
                var id = line.path("id").asString("?");
                return List.of(id + ": at " + t + " ms: expected " + wanted + ", got " + found);
            }
        }
        throw new IllegalStateException("unequal timelines without a difference");
    }

    private static String text(JsonNode entry) {
        return switch (entry.path("what").asString("")) {
            case "probe" -> probe(entry.path("type").asString(""), entry.path("answer").asString(""));
            case "result" -> result(entry.path("type").asString(""), entry.path("is").asString(""));
            case "status" ->
                status(
                        entry.path("started").asBoolean(),
                        entry.path("ready").asBoolean(),
                        entry.path("restarts").asInt());
            case "event" ->
                "event " + entry.path("type").asString("") + " " + entry.path("reason").asString("") + " "
                        + entry.path("message").asString("");
            case "kill" -> "kill " + entry.path("because").asString("");
            case "containerStarted" -> "containerStarted " + entry.path("number").asInt();
            case "containerEnded" -> "containerEnded " + entry.path("exitCode").asInt();
            case String other -> other;
        };
    }

    private static String probe(String type, String answer) {
        return "probe " + type + " " + answer;
    }

    private static String result(String type, String is) {
        return "result " + type + " " + is;
    }

    private static String status(boolean started, boolean ready, int restarts) {
        return "status started=" + started + " ready=" + ready + " restarts=" + restarts;
    }

    private record Update(ProbeType type, Probes.Result result) {}

    /// One scripted container under the loop that the recordings describe: it syncs on results, kills what a probe
    /// condemned, and starts the next incarnation after a fixed time.
    private static final class Run implements Probes.Attempts, Probes.Observer {
        private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

        private final JsonNode script;
        private final VirtualTimeline time = new VirtualTimeline(START);
        private final TreeMap<Long, List<String>> timeline = new TreeMap<>();
        private final Probes probes;
        private Probes.@Nullable Incarnation incarnation;
        private boolean stopping;
        private boolean deleted;
        private Probes.Health stored = new Probes.Health(false, false);
        private final List<Update> updates = new ArrayList<>();
        private String lastStatus = "";

        Run(JsonNode script) {
            this.script = script;
            var timings = new EnumMap<ProbeType, ProbeTiming>(ProbeType.class);
            for (var type : ProbeType.values()) {
                var probe = script.path("probes").path(type.word());
                if (!probe.isMissingNode()) {
                    timings.put(
                            type,
                            new ProbeTiming(
                                    Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(0)),
                                    Duration.ofSeconds(probe.path("periodSeconds").asLong(10)),
                                    probe.path("successThreshold").asInt(1),
                                    probe.path("failureThreshold").asInt(3)));
                }
            }
            this.probes = new Probes(timings, Agenda.inline(time), this, this);
        }

        Map<Long, List<String>> timeline() {
            sync();
            time.after(millis("containerStartsAfterMs"), () -> startContainer(0));
            probes.start();
            if (script.path("podDeletedAtMs").isNumber()) {
                time.after(millis("podDeletedAtMs"), () -> {
                    deleted = true;
                    log("podDeleted");
                    probes.endStartupAndLiveness();
                });
            }
            time.advance(millis("endMs"));
            return timeline;
        }

        private Duration millis(String field) {
            return Duration.ofMillis(script.path(field).asLong());
        }

        private void startContainer(int number) {
            if (deleted && number > 0) {
                return;
            }
            incarnation = new Probes.Incarnation(number, true, time.now());
            stopping = false;
            log("containerStarted " + number);
            var exitsAt = script(number).path("exitsAtMs");
            if (exitsAt.isNumber()) {
                time.after(Duration.ofMillis(exitsAt.asLong()), () -> endContainer(number, 1));
            }
            sync();
        }

        private JsonNode script(int number) {
            var containers = script.path("containers");
            return containers.path(Math.min(number, containers.size() - 1));
        }

        private void endContainer(int number, int exitCode) {
            var current = incarnation;
            boolean beingKilled = stopping && exitCode == 1;
            if (beingKilled || current == null || current.number() != number || !current.running()) {
                return;
            }
            incarnation = new Probes.Incarnation(number, false, current.startedAt());
            log("containerEnded " + exitCode);
            sync();
            time.after(millis("restartAfterMs"), () -> startContainer(number + 1));
        }

        private void sync() {
            var health = probes.sync(Optional.ofNullable(incarnation));
            store(health);
            if (incarnation == null || !incarnation.running() || stopping || deleted) {
                return;
            }
            int number = incarnation.number();
            probes.failed(number).ifPresent(because -> {
                stopping = true;
                log("kill " + because.word());
                time.after(millis("stopTakesMs"), () -> endContainer(number, 137));
            });
        }

        private void store(Probes.Health health) {
            stored = health;
            int restarts = incarnation == null ? 0 : incarnation.number();
            var status = status(health.started(), health.ready(), restarts);
            // The recordings tell "no container yet" from "not started" without saying so in the line.
            var distinct = (incarnation == null ? "none yet, " : "") + status;
            if (!distinct.equals(lastStatus)) {
                lastStatus = distinct;
                log(status);
            }
        }

        @Override
        public void attempt(ProbeType type, Consumer<Probes.Answer> answer) {
            var current = incarnation;
            if (current == null) {
                throw new IllegalStateException("a probe without a container");
            }
            long age = Duration.between(current.startedAt(), time.now()).toMillis();
            var is = "ok";
            for (var step : script(current.number()).path("answers").path(type.word())) {
                if (step.path("fromMs").asLong() <= age) {
                    is = step.path("is").asString("");
                }
            }
            log(probe(type.word(), is));
            var given = answer(is);
            time.after(Duration.ofMillis(switch (type) {
                case STARTUP -> 10;
                case READINESS -> 20;
                case LIVENESS -> 30;
            }), () -> answer.accept(given));
        }

        private static Probes.Answer answer(String word) {
            return switch (word) {
                case "ok" -> new Probes.Answer.Success();
                case "fail" -> new Probes.Answer.Failure("no");
                case "error" -> new Probes.Answer.Failed("runtime says no");
                case String other -> throw new ReplayException(
                        "field \"is\": expected ok, fail or error, got \"" + other + '"');
            };
        }

        @Override
        public void result(ProbeType type, Probes.Result result) {
            log(KubernetesProbe.result(
                    type.word(),
                    switch (result) {
                        case SUCCESS -> "Success";
                        case FAILURE -> "Failure";
                        case UNKNOWN -> "UNKNOWN";
                    }));
            updates.add(new Update(type, result));
            if (updates.size() == 1) {
                time.after(Duration.ZERO, this::handleUpdate);
            }
        }

        /// At one instant startup results come first, then liveness, then readiness.
        private void handleUpdate() {
            var update = Collections.min(updates, Comparator.comparing(Update::type));
            handle(update.type(), update.result());
            updates.remove(update);
            if (!updates.isEmpty()) {
                // Workers that the sync woke run before the next result is handled.
                time.after(Duration.ZERO, this::handleUpdate);
            }
        }

        private void handle(ProbeType type, Probes.Result result) {
            boolean success = result == Probes.Result.SUCCESS;
            switch (type) {
                case STARTUP -> store(new Probes.Health(success, stored.ready()));
                case READINESS -> store(new Probes.Health(stored.started(), success));
                case LIVENESS -> {
                    if (success) {
                        return;
                    }
                }
            }
            sync();
        }

        @Override
        public void unhealthy(ProbeType type, String message) {
            log("event Warning Unhealthy " + message);
        }

        private void log(String what) {
            long t = Duration.between(START, time.now()).toMillis();
            timeline.computeIfAbsent(t, _ -> new ArrayList<>()).add(what);
        }
    }
}
