package dev.headroom.promqltest;

import dev.headroom.model.Labels;
import java.util.List;

/// A series with its values at equal steps.
///
/// @param startTimestamps whether the values are the times at which the counter of the series began (`@st`), in
///     milliseconds from the time of the sample; the samples are in the next line
public record SeriesLine(Labels labels, boolean startTimestamps, List<SeriesValue> values) {
    public SeriesLine {
        values = List.copyOf(values);
    }
}
