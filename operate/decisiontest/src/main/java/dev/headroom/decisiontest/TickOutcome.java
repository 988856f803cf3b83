package dev.headroom.decisiontest;

/// What became of one `tick`.
///
/// @param expected what was expected where something else was decided, empty when it was not
/// @param got what was decided
public record TickOutcome(String file, int line, String tick, String expected, String got) {

    public boolean passed() {
        return expected.isEmpty();
    }

    /// One line: where, which tick, expected, got.
    public String text() {
        return file + ":" + line + ": " + tick + ": " + (passed() ? "ok" : "expected " + expected + ", got " + got);
    }
}
