package dev.headroom.autoscaler;

import java.time.Duration;
import java.util.Locale;

/// Signals in words.
public final class SignalText {

    private SignalText() {}

    /// Why a signal is no number to act upon.
    public static String why(Signal signal) {
        return switch (signal) {
            case Signal.Value value -> "it is " + value.value();
            case Signal.Partial partial ->
                "it is " + partial.value() + " without a part of its data: " + partial.missing();
            case Signal.Stale stale -> "the newest sample is " + age(stale.age()) + " old";
            case Signal.Absent absent -> absent.why();
            case Signal.NotANumber number -> "the query gives " + number.value();
            case Signal.Failed failed -> failed.error();
        };
    }

    public static String age(Duration age) {
        return age.toMinutes() >= 5
                ? age.toMinutes() + " min"
                : String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1000.0);
    }
}
