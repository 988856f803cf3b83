package dev.headroom.promqltest;

import dev.headroom.model.Labels;
import java.util.List;

/// A series with its values at equal steps.
///
/// @param startTimestamps whether the line gives the times at which the counter of the series began (`@st`) and no
///     values
public record SeriesLine(Labels labels, boolean startTimestamps, List<SeriesValue> values) {
    public SeriesLine {
        values = List.copyOf(values);
    }

    boolean hasHistograms() {
        return values.stream().anyMatch(SeriesValue.Histogram.class::isInstance);
    }
}
