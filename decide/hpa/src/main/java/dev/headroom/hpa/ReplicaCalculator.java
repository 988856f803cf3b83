package dev.headroom.hpa;

import dev.headroom.hpa.Readings.PodValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From values to a number of replicas: the arithmetic of the HorizontalPodAutoscaler, in 64-bit milli-units and
/// doubles, with its order of operations.
final class ReplicaCalculator {

    /* notes
     *
     * Utilization is cut to a whole percent, and averages of pods to a whole milli, before the ratio is taken. Missing
     * pods count as nothing on the way up and as all of their request (or exactly on target) on the way down; starting
     * pods count as nothing on the way up and not at all on the way down. After filling in, the count only moves if the
     * ratio is still on the same side of 1, and never against it. External and Object averages divide by
     * `status.replicas`, their values multiply with the ready pods; everything else goes by `spec.replicas`.
     * Source: Kubernetes 1.36, replica calculator; held against recordings of it.
     */

    private static final String NO_PODS = "no pods returned by selector while calculating replica count";

    private final HpaWorld seen;
    private final List<Pod> pods;
    private final Tolerance tolerance;
    private final HpaSettings settings;

    /// @param pods those of the target's selector
    ReplicaCalculator(HpaWorld seen, List<Pod> pods, Tolerance tolerance, HpaSettings settings) {
        this.seen = seen;
        this.pods = List.copyOf(pods);
        this.tolerance = tolerance;
        this.settings = settings;
    }

    /// @param usage what was measured: percent, or milli-units
    /// @param average the average per pod in milli-units
    /// @param basis what the ratio was multiplied with
    /// @param response empty where the count does not come from one number
    record Result(
            int replicas, long usage, long average, double ratio, int basis, Optional<Response> response) {

        Result(int replicas, long usage, long average, double ratio, int basis) {
            this(replicas, usage, average, ratio, basis, Optional.empty());
        }

        Result with(Response other) {
            return new Result(replicas, usage, average, ratio, basis, Optional.of(other));
        }
    }

    Result utilization(Map<String, PodValue> found, String resource, String container, int target)
            throws MetricFailure {
        var values = milli(found);
        var groups = grouped(found, values, resource);
        var requests = Requests.of(pods, container, resource, settings);
        var first = percent(values, requests, target);
        boolean upWithUnready = !groups.unready().isEmpty() && first.ratio() > 1.0;
        if (!upWithUnready && groups.missing().isEmpty()) {
            return simple(first, groups, Response.Kind.UTILIZATION, target);
        }
        if (first.ratio() < 1.0) {
            long percent = Math.max(100, target);
            groups.missing().forEach(pod -> values.put(pod, requests.getOrDefault(pod, 0L) * percent / 100));
        } else if (first.ratio() > 1.0) {
            groups.missing().forEach(pod -> values.put(pod, 0L));
        }
        if (upWithUnready) {
            groups.unready().forEach(pod -> values.put(pod, 0L));
        }
        double second = percent(values, requests, target).ratio();
        return first.result(guarded(first.ratio(), second, values.size()), values.size());
    }

    /// For Pods metrics and resources with an `averageValue`.
    Result average(Map<String, PodValue> found, String resource, long target) throws MetricFailure {
        var values = milli(found);
        var groups = grouped(found, values, resource);
        var first = mean(values, target);
        boolean upWithUnready = !groups.unready().isEmpty() && first.ratio() > 1.0;
        if (!upWithUnready && groups.missing().isEmpty()) {
            return simple(first, groups, Response.Kind.AVERAGE, target);
        }
        if (first.ratio() != 1.0) {
            long fill = first.ratio() < 1.0 ? target : 0L;
            groups.missing().forEach(pod -> values.put(pod, fill));
        }
        if (upWithUnready) {
            groups.unready().forEach(pod -> values.put(pod, 0L));
        }
        double second = mean(values, target).ratio();
        return first.result(guarded(first.ratio(), second, values.size()), values.size());
    }

    /// A total that should be `target` whatever the number of replicas.
    Result value(long value, long target, boolean capped) throws MetricFailure {
        double ratio = (double) value / (double) target;
        int current = seen.scale().specReplicas();
        if (current == 0) {
            return new Result(GoNumbers.ceil(ratio), value, value, ratio, 1);
        }
        if (tolerance.within(ratio)) {
            int ready = (int) pods.stream().filter(ReplicaCalculator::isReady).count();
            return new Result(current, value, value, ratio, current)
                    .with(response(Response.Kind.VALUE, value, target).by(ready));
        }
        if (pods.isEmpty()) {
            throw new MetricFailure("unable to calculate ready pods: " + NO_PODS);
        }
        int ready = (int) pods.stream().filter(ReplicaCalculator::isReady).count();
        double replicas = ratio * ready;
        return new Result(
                        capped ? GoNumbers.cappedCeil(replicas) : GoNumbers.ceil(replicas), value, value, ratio, ready)
                .with(response(Response.Kind.VALUE, value, target).by(ready));
    }

    /// A total of which every replica should carry `target`.
    Result perReplica(long value, long target, boolean capped) {
        int current = seen.scale().statusReplicas();
        double ratio = (double) value / ((double) target * (double) current);
        long average = GoNumbers.toLong(Math.ceil((double) value / (double) current));
        var response = Response.of(Response.Kind.SHARED, value, target, current, tolerance);
        if (tolerance.within(ratio)) {
            return new Result(current, average, average, ratio, current).with(response);
        }
        double replicas = (double) value / (double) target;
        int count = capped ? GoNumbers.cappedCeil(replicas) : GoNumbers.ceil(replicas);
        return new Result(count, average, average, ratio, current).with(response);
    }

    private static boolean isReady(Pod pod) {
        return pod.phase() == Pod.Phase.RUNNING
                && pod.ready().map(ready -> ready.status().equals("True")).orElse(false);
    }

    private PodGroups grouped(Map<String, PodValue> found, Map<String, Long> values, String resource)
            throws MetricFailure {
        if (pods.isEmpty()) {
            throw new MetricFailure(NO_PODS);
        }
        var groups = PodGroups.of(pods, found, resource, seen.now(), settings);
        groups.ignored().forEach(values::remove);
        groups.unready().forEach(values::remove);
        if (values.isEmpty()) {
            throw new MetricFailure("did not receive metrics for targeted pods (pods might be unready)");
        }
        return groups;
    }

    private static Map<String, Long> milli(Map<String, PodValue> found) {
        var values = new HashMap<String, Long>();
        found.forEach((pod, value) -> values.put(pod, value.milli()));
        return values;
    }

    private Result simple(Pass first, PodGroups groups, Response.Kind kind, long target) {
        int ready = groups.readyCount();
        double ratio = first.ratio();
        int count = tolerance.within(ratio) ? seen.scale().specReplicas() : GoNumbers.ceil(ratio * ready);
        var result = first.result(count, ready);
        return groups.unready().isEmpty() && groups.missing().isEmpty()
                ? result.with(response(kind, first.usage(), target).by(ready))
                : result;
    }

    private Response response(Response.Kind kind, long reading, long target) {
        return Response.of(kind, reading, target, seen.scale().specReplicas(), tolerance);
    }

    private int guarded(double first, double second, int count) {
        int current = seen.scale().specReplicas();
        if (tolerance.within(second) || (first < 1.0 && second > 1.0) || (first > 1.0 && second < 1.0)) {
            return current;
        }
        int replicas = GoNumbers.ceil(second * count);
        boolean against = (second < 1.0 && replicas > current) || (second > 1.0 && replicas < current);
        return against ? current : replicas;
    }

    private record Pass(double ratio, long usage, long average) {
        Result result(int replicas, int basis) {
            return new Result(replicas, usage, average, ratio, basis);
        }
    }

    private static Pass percent(Map<String, Long> values, Map<String, Long> requests, int target)
            throws MetricFailure {
        long total = 0;
        long requested = 0;
        long count = 0;
        for (var value : values.entrySet()) {
            var request = requests.get(value.getKey());
            if (request != null) {
                total += value.getValue();
                requested += request;
                count++;
            }
        }
        if (requested == 0) {
            throw new MetricFailure("no metrics returned matched known pods");
        }
        int percent = (int) ((total * 100) / requested);
        return new Pass((double) percent / (double) target, percent, total / count);
    }

    private static Pass mean(Map<String, Long> values, long target) {
        long total = 0;
        for (var value : values.values()) {
            total += value;
        }
        long mean = total / values.size();
        return new Pass((double) mean / (double) target, mean, mean);
    }
}
