package dev.headroom.replay;

import java.util.List;

/// What replaying one file gave.
///
/// @param failures one line each, starting with the file and line of the case
public record Tally(int passed, List<String> failures) {

    public Tally {
        failures = List.copyOf(failures);
    }
}
