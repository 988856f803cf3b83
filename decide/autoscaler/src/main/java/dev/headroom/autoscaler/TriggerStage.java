package dev.headroom.autoscaler;

import dev.headroom.autoscaler.ScaledObject.Fallback;
import dev.headroom.hpa.GoNumbers;
import dev.headroom.hpa.MetricText;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.Reason;
import dev.headroom.model.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The first stage of a ScaledObject's decision: signals to readings, with KEDA's fallback and activation.
///
/// @param readings by metric name, in the order of the triggers
/// @param failures how often in a row each trigger has had no number, this time included
record TriggerStage(
        Map<String, TriggerReading> readings, Map<String, Integer> failures, Activation.Triggers activity) {

    static TriggerStage of(ScaledObject object, Observation seen, Memory memory) {
        var readings = new LinkedHashMap<String, TriggerReading>();
        var failures = new HashMap<String, Integer>();
        var active = new ArrayList<String>();
        boolean error = false;
        for (var trigger : object.triggers()) {
            if (!(trigger instanceof Trigger.Prometheus prometheus)) {
                continue;
            }
            var name = prometheus.metricName();
            var reading = TriggerReading.of(prometheus, seen.signal(name));
            if (reading instanceof TriggerReading.Nothing nothing) {
                int count = memory.failures().getOrDefault(name, 0) + 1;
                failures.put(name, count);
                reading = fallenBack(object, prometheus, nothing, count, seen);
            }
            readings.put(name, reading);
            switch (reading) {
                case TriggerReading.Measured number -> {
                    if (number.value() > prometheus.activationThreshold()) {
                        active.add(name);
                    }
                }
                case TriggerReading.FallsBack _ -> active.add(name);
                case TriggerReading.Nothing _ -> error = true;
            }
        }
        boolean resourcesOnly = readings.isEmpty();
        var activity = new Activation.Triggers(
                !active.isEmpty() || resourcesOnly, error, String.join(";", active));
        return new TriggerStage(readings, failures, activity);
    }

    private static TriggerReading fallenBack(
            ScaledObject object,
            Trigger.Prometheus trigger,
            TriggerReading.Nothing nothing,
            int failures,
            Observation seen) {
        if (object.fallback().isEmpty() || failures <= object.fallback().get().failureThreshold()) {
            return nothing;
        }
        var fallback = object.fallback().get();
        double replicas = replicas(fallback, seen.scale().specReplicas());
        var note = "falls back to " + MetricText.count((int) replicas) + " after " + failures + " failures: "
                + nothing.why();
        if (!trigger.average()) {
            long ready = seen.pods().stream().filter(Pod::serves).count();
            if (ready == 0) {
                return new TriggerReading.Nothing(nothing.why() + "; no fallback without a ready pod");
            }
            replicas = replicas / ready;
        }
        double target = Trigger.KedaNumbers.quantity(trigger.threshold()).approximateDouble();
        long milli = GoNumbers.toLong(target * 1000 * replicas);
        return new TriggerReading.FallsBack(Quantity.ofMilli(milli, Quantity.Format.DECIMAL_SI), note);
    }

    private static double replicas(Fallback fallback, int current) {
        return switch (fallback.behavior()) {
            case STATIC -> fallback.replicas();
            case CURRENT_REPLICAS -> current;
            case CURRENT_REPLICAS_IF_HIGHER -> Math.max(current, fallback.replicas());
            case CURRENT_REPLICAS_IF_LOWER -> Math.min(current, fallback.replicas());
        };
    }

    /// What must be told about the triggers, whatever is decided.
    List<Reason> reasons(Map<String, String> names) {
        var reasons = new ArrayList<Reason>();
        readings.forEach((metric, reading) -> {
            var name = names.getOrDefault(metric, metric);
            switch (reading) {
                case TriggerReading.Measured number when !number.note().isEmpty() ->
                    reasons.add(new Reason("NoDataIgnored", name + " is " + number.note()));
                case TriggerReading.Measured _ -> {}
                case TriggerReading.FallsBack fallback ->
                    reasons.add(new Reason("FallbackExists", name + " " + fallback.note()));
                case TriggerReading.Nothing nothing ->
                    reasons.add(new Reason("TriggerError", name + " has no number: " + nothing.why()));
            }
        });
        return reasons;
    }
}
