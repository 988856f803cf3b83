package dev.headroom.windows;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The functions over range vectors by name.
public final class RangeFunctions {

    private static final Map<String, RangeFunction> ALL = Map.ofEntries(
            Map.entry("absent_over_time", window -> window.answer(1)),
            Map.entry("avg_over_time", OverTime::average),
            Map.entry("changes", Changes::changes),
            Map.entry("count_over_time", OverTime::count),
            Map.entry("delta", window -> Extrapolation.apply(window, false, false)),
            Map.entry("deriv", Regression::derivative),
            Map.entry("double_exponential_smoothing", Regression::doubleExponentialSmoothing),
            Map.entry("first_over_time", OverTime::first),
            Map.entry("idelta", window -> InstantDelta.apply(window, false)),
            Map.entry("increase", window -> Extrapolation.apply(window, true, false)),
            Map.entry("irate", window -> InstantDelta.apply(window, true)),
            Map.entry("last_over_time", OverTime::last),
            Map.entry("mad_over_time", OverTime::medianAbsoluteDeviation),
            Map.entry("max_over_time", OverTime::max),
            Map.entry("min_over_time", OverTime::min),
            Map.entry("predict_linear", Regression::predictLinear),
            Map.entry("present_over_time", window -> window.answer(1)),
            Map.entry("quantile_over_time", OverTime::quantile),
            Map.entry("rate", window -> Extrapolation.apply(window, true, true)),
            Map.entry("resets", Changes::resets),
            Map.entry("stddev_over_time", window -> OverTime.variance(window, true)),
            Map.entry("stdvar_over_time", window -> OverTime.variance(window, false)),
            Map.entry("sum_over_time", OverTime::sum),
            Map.entry("ts_of_first_over_time", OverTime::timeOfFirst),
            Map.entry("ts_of_last_over_time", OverTime::timeOfLast),
            Map.entry("ts_of_max_over_time", OverTime::timeOfMax),
            Map.entry("ts_of_min_over_time", OverTime::timeOfMin));

    /// The functions that know what to do with `anchored`.
    public static final Set<String> ANCHORED = Set.of("changes", "delta", "increase", "rate", "resets");

    /// The functions that know what to do with `smoothed`.
    public static final Set<String> SMOOTHED = Set.of("delta", "increase", "rate");

    private RangeFunctions() {}

    /// The function of that name, which must be one over a range vector.
    public static RangeFunction named(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }
}
