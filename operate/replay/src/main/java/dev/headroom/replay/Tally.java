package dev.headroom.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What replaying one file gave.
///
/// @param failures one line each, starting with the file and line of the case
/// @param deviations how many cases show an accident of the recorded program that is mended here, by the name under
///     which `docs/reference/deviations.md` explains it; they are among the passed or failed too
public record Tally(int passed, List<String> failures, Map<String, Integer> deviations) {

    public Tally {
        failures = List.copyOf(failures);
        deviations = Map.copyOf(deviations);
    }

    /// Without deviations.
    public Tally(int passed, List<String> failures) {
        this(passed, failures, Map.of());
    }

    /// The deviations of several files in one line, empty when there are none: `deviations: name=3 other-name=1`.
    public static String deviations(List<Tally> tallies) {
        var sum = new TreeMap<String, Integer>();
        tallies.forEach(tally -> tally.deviations().forEach((name, count) -> sum.merge(name, count, Integer::sum)));
        var line = new StringBuilder();
        sum.forEach((name, count) -> line.append(' ').append(name).append('=').append(count));
        return sum.isEmpty() ? "" : "deviations:" + line;
    }
}
