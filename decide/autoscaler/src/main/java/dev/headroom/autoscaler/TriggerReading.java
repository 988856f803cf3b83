package dev.headroom.autoscaler;

import dev.headroom.model.Quantity;

/// What a trigger says after KEDA's rules for missing data were applied to its signal.
sealed interface TriggerReading {

    /// A number.
    ///
    /// @param value as the query gave it: activation compares it before it is rounded
    /// @param note what else must be told: that there was no data, and why that is 0
    record Measured(double value, String note) implements TriggerReading {}

    /// No number for too long: the object's fallback stands in.
    record FallsBack(Quantity value, String note) implements TriggerReading {}

    record Nothing(String why) implements TriggerReading {}

    static TriggerReading of(Trigger.Prometheus trigger, Signal signal) {
        return switch (signal) {
            case Signal.Value value when Double.isFinite(value.value()) -> new Measured(value.value(), "");
            case Signal.Value value -> noNumber(trigger, new Signal.NotANumber(Double.toString(value.value())));
            case Signal.Partial partial -> new Measured(partial.value(), "");
            case Signal.NotANumber _, Signal.Absent _ -> noNumber(trigger, signal);
            case Signal.Stale _, Signal.Failed _ -> new Nothing(SignalText.why(signal));
        };
    }

    /// KEDA reads no data as 0 unless told otherwise; here only a written `ignoreNullValues: "true"` does that.
    private static TriggerReading noNumber(Trigger.Prometheus trigger, Signal signal) {
        var why = SignalText.why(signal);
        return trigger.ignoreNullValues().orElse(false)
                ? new Measured(0, "read as 0 because of ignoreNullValues: there was no data, " + why)
                : new Nothing(why);
    }
}
