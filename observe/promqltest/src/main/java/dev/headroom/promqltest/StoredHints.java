package dev.headroom.promqltest;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.HistogramReset;
import org.jspecify.annotations.Nullable;

/// The hints about counter resets that Prometheus' storage gives with native histograms.
///
/// It writes histograms into chunks, and starts another one whenever the layout changes or a count falls. Of the first
/// histogram of a chunk it says nothing, of the others that there was no reset. Gauges stay gauges.
final class StoredHints {

    private StoredHints() {}

    /// A histogram as it is read back.
    ///
    /// @param before the sample before it as it was stored, null when there is none or it is no histogram
    static FloatHistogram hinted(@Nullable FloatHistogram before, FloatHistogram now) {
        if (now.counterReset() == CounterReset.GAUGE) {
            return now;
        }
        boolean continues = before != null
                && before.counterReset() != CounterReset.GAUGE
                && now.counterReset() != CounterReset.RESET
                && before.schema() == now.schema()
                && before.zeroThreshold() == now.zeroThreshold()
                && before.customBounds().equals(now.customBounds())
                && !HistogramReset.between(before, now.withCounterReset(CounterReset.UNKNOWN));
        return now.withCounterReset(continues ? CounterReset.NOT_RESET : CounterReset.UNKNOWN);
    }
}
