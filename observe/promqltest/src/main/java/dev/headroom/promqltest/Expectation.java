package dev.headroom.promqltest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a query is expected to answer.
///
/// @param fail what the error says, when the query has to fail
/// @param warnings what the warnings say; empty checks nothing
/// @param infos what the info annotations say; empty checks nothing
/// @param ordered whether the order of the series counts
/// @param window the times of the values, when they are not those of the query (`expect range vector`)
/// @param series the expected series, in their order
public record Expectation(
        Optional<TextMatch> fail,
        List<TextMatch> warnings,
        List<TextMatch> infos,
        boolean noWarnings,
        boolean noInfos,
        boolean ordered,
        Optional<String> text,
        OptionalDouble scalar,
        Optional<Window> window,
        List<SeriesLine> series) {

    public Expectation {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
        series = List.copyOf(series);
    }

    /// Equal steps from `startMillis` to `endMillis`, both included.
    public record Window(long startMillis, long endMillis, long stepMillis) {}
}
