package dev.headroom.replay;

import java.util.List;

/// What replaying one file gave.
///
/// @param failures one line each, starting with the file and line of the case
/// @param deviations the names of what Headroom does otherwise on purpose, one for each case that differs for it
public record Tally(int passed, List<String> failures, List<String> deviations) {

    public Tally {
        failures = List.copyOf(failures);
        deviations = List.copyOf(deviations);
    }

    public Tally(int passed, List<String> failures) {
        this(passed, failures, List.of());
    }
}
