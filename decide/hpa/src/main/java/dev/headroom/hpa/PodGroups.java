package dev.headroom.hpa;

import dev.headroom.hpa.Readings.PodValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The pods of a target by what their values are worth: ignored (on their way out), unready (started too recently to
/// count), missing (without a value), and the number of those that count.
record PodGroups(int readyCount, List<String> unready, List<String> missing, List<String> ignored) {

    /* notes
     *
     * The order of the questions is behaviour: a pod that is deleted is ignored even if it is pending, a pending one is
     * unready even if it has a value. Only CPU looks at readiness, because a starting process burns CPU that says
     * nothing about load. A Ready condition of "Unknown" is not "False".
     * Source: Kubernetes 1.36, replica calculator; held against recordings of it.
     */

    /// @param values by pod name
    /// @param resource `cpu` or `memory`; empty for metrics that are no resource
    static PodGroups of(
            List<Pod> pods, Map<String, PodValue> values, String resource, Instant now, HpaSettings settings) {
        int ready = 0;
        var unready = new ArrayList<String>();
        var missing = new ArrayList<String>();
        var ignored = new ArrayList<String>();
        for (var pod : pods) {
            var value = values.get(pod.name());
            if (pod.deletionTimestamp().isPresent() || pod.phase() == Pod.Phase.FAILED) {
                ignored.add(pod.name());
            } else if (pod.phase() == Pod.Phase.PENDING) {
                unready.add(pod.name());
            } else if (value == null) {
                missing.add(pod.name());
            } else if (resource.equals("cpu") && startsUp(pod, value, now, settings)) {
                unready.add(pod.name());
            } else {
                ready++;
            }
        }
        return new PodGroups(ready, unready, missing, ignored);
    }

    private static boolean startsUp(Pod pod, PodValue value, Instant now, HpaSettings settings) {
        if (pod.ready().isEmpty() || pod.startTime().isEmpty()) {
            return true;
        }
        var ready = pod.ready().get();
        var start = pod.startTime().get();
        boolean notReady = ready.status().equals("False");
        if (start.plus(settings.cpuInitializationPeriod()).isAfter(now)) {
            return notReady
                    || value.timestamp().isBefore(ready.lastTransitionTime().plus(value.window()));
        }
        return notReady && start.plus(settings.initialReadinessDelay()).isAfter(ready.lastTransitionTime());
    }
}
