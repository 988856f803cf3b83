package dev.headroom.kubectl;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What `kubectl get pods` says about the containers of a pod in three cells.
///
/// @param ready containers that are ready, sidecars (init containers that stay) among them
/// @param containers how many there are, sidecars among them
/// @param status the most telling word about the pod: `Running`, `Init:1/2`, `CrashLoopBackOff`
/// @param restarts of its containers; those of its init containers while it starts
/// @param lastRestart when the newest of these restarts' predecessors ended
record PodSummary(int ready, int containers, String status, long restarts, Optional<Instant> lastRestart) {

    static PodSummary of(JsonNode pod) {
        var count = new Count(pod);
        boolean starts = count.initContainers();
        if (!starts || isTrue(pod, "Initialized")) {
            count.mainContainers();
        }
        return count.summary();
    }

    /// Whether the pod has that condition, the first of its type, with status True.
    static boolean isTrue(JsonNode pod, String type) {
        for (var condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    private static final class Count {
        private final JsonNode pod;
        private final Set<String> sidecars = new HashSet<>();
        private int ready;
        private String word;
        private long restarts;
        private long sidecarRestarts;
        private Instant lastRestart = Age.ZERO;
        private Instant lastSidecarRestart = Age.ZERO;

        Count(JsonNode pod) {
            this.pod = pod;
            this.word = phaseWord(pod);
            for (var container : pod.path("spec").path("initContainers")) {
                if (container.path("restartPolicy").asString("").equals("Always")) {
                    sidecars.add(container.path("name").asString(""));
                }
            }
        }

        private static String phaseWord(JsonNode pod) {
            var status = pod.path("status");
            for (var condition : status.path("conditions")) {
                if (condition.path("type").asString("").equals("PodScheduled")
                        && condition.path("reason").asString("").equals("SchedulingGated")) {
                    return "SchedulingGated";
                }
            }
            var reason = status.path("reason").asString("");
            return reason.isEmpty() ? status.path("phase").asString("") : reason;
        }

        /// Reads the init containers up to the first that is not done; whether there is one.
        boolean initContainers() {
            var statuses = pod.path("status").path("initContainerStatuses");
            for (int i = 0; i < statuses.size(); i++) {
                var container = statuses.get(i);
                boolean sidecar = sidecars.contains(container.path("name").asString(""));
                restarted(container);
                if (sidecar) {
                    sidecarRestarts += container.path("restartCount").asLong(0);
                    lastSidecarRestart = later(lastSidecarRestart, ended(container));
                }
                var terminated = container.path("state").path("terminated");
                if (terminated.isObject() && terminated.path("exitCode").asLong(0) == 0) {
                    continue;
                }
                if (sidecar && container.path("started").asBoolean(false)) {
                    ready += container.path("ready").asBoolean(false) ? 1 : 0;
                    continue;
                }
                word = "Init:" + initWord(container.path("state"), i);
                return true;
            }
            return false;
        }

        private String initWord(JsonNode state, int index) {
            if (state.path("terminated").isObject()) {
                return terminationWord(state.path("terminated"));
            }
            var waits = state.path("waiting").path("reason").asString("");
            return waits.isEmpty() || waits.equals("PodInitializing")
                    ? index + "/" + pod.path("spec").path("initContainers").size()
                    : waits;
        }

        /// Reads the main containers, the last one first, so that the first one has the last word.
        void mainContainers() {
            restarts = sidecarRestarts;
            lastRestart = lastSidecarRestart;
            boolean anyRuns = false;
            var error = "";
            var statuses = pod.path("status").path("containerStatuses");
            for (int i = statuses.size() - 1; i >= 0; i--) {
                var container = statuses.get(i);
                var state = container.path("state");
                restarted(container);
                var waits = state.path("waiting").path("reason").asString("");
                if (!waits.isEmpty()) {
                    word = waits;
                } else if (state.path("terminated").isObject()) {
                    word = terminationWord(state.path("terminated"));
                    error = state.path("terminated").path("exitCode").asLong(0) == 0 ? error : word;
                } else if (container.path("ready").asBoolean(false) && state.path("running").isObject()) {
                    anyRuns = true;
                    ready++;
                }
            }
            if (word.equals("Completed")) {
                word = completedWord(anyRuns, error);
            }
        }

        /// One container completed, which says little about the pod where others run or failed.
        private String completedWord(boolean anyRuns, String error) {
            if (anyRuns && isTrue(pod, "Ready")) {
                return "Running";
            }
            if (!error.isEmpty()) {
                return error;
            }
            return anyRuns ? "NotReady" : word;
        }

        private static String terminationWord(JsonNode terminated) {
            var reason = terminated.path("reason").asString("");
            long signal = terminated.path("signal").asLong(0);
            if (!reason.isEmpty()) {
                return reason;
            }
            return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asLong(0);
        }

        private void restarted(JsonNode container) {
            restarts += container.path("restartCount").asLong(0);
            lastRestart = later(lastRestart, ended(container));
        }

        private static Instant ended(JsonNode container) {
            return Age.time(container.path("lastState").path("terminated").path("finishedAt")).orElse(Age.ZERO);
        }

        private static Instant later(Instant one, Instant other) {
            return one.isBefore(other) ? other : one;
        }

        PodSummary summary() {
            return new PodSummary(
                    ready,
                    pod.path("spec").path("containers").size() + sidecars.size(),
                    leavingWord(),
                    restarts,
                    lastRestart.equals(Age.ZERO) ? Optional.empty() : Optional.of(lastRestart));
        }

        private String leavingWord() {
            var status = pod.path("status");
            if (Age.time(pod.path("metadata").path("deletionTimestamp")).isEmpty()) {
                return word;
            }
            if (status.path("reason").asString("").equals("NodeLost")) {
                return "Unknown";
            }
            var phase = status.path("phase").asString("");
            return phase.equals("Succeeded") || phase.equals("Failed") ? word : "Terminating";
        }
    }
}
