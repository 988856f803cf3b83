package dev.headroom.promqltest;

import java.util.List;

/// A script: what it says in order.
///
/// The language is that of Prometheus' promqltest (`load`, `load_with_nhcb`, `clear`, `eval`, `expect`), with one
/// statement of our own: `set delayed_name_removal on|off`.
public record Script(String file, List<Statement> statements) {

    public Script {
        statements = List.copyOf(statements);
    }

    /// @param file the name that errors and results show
    /// @throws ScriptException when the text is no script
    public static Script parse(String file, String text) {
        return new ScriptParser(file, text).script();
    }

    /// One thing that a script says.
    public sealed interface Statement {

        /// Adds series, the first value of each at time 0.
        ///
        /// @param customBuckets whether classic histograms are also loaded as native ones with custom buckets
        record Load(int line, long stepMillis, boolean customBuckets, List<SeriesLine> series) implements Statement {
            public Load {
                series = List.copyOf(series);
            }
        }

        /// Forgets all series.
        record Clear(int line) implements Statement {}

        /// Chooses when `__name__` is dropped for what follows.
        record NameRemoval(int line, boolean delayed) implements Statement {}

        /// Asks for the value at one instant.
        record Instant(int line, String query, long atMillis, Expectation expected) implements Statement {}

        /// Asks for the values in a range.
        record Range(int line, String query, Expectation.Window window, Expectation expected) implements Statement {}
    }
}
