package dev.headroom.promqltest;

/// What became of one `eval`.
///
/// @param expected what was expected where the answer differs, empty when it does not
/// @param got what the engine answered there
public record Outcome(String file, int line, String query, String expected, String got) {

    public boolean passed() {
        return expected.isEmpty();
    }

    /// One line: where, query, expected, got.
    public String text() {
        return file + ":" + line + ": " + query + ": " + (passed() ? "ok" : "expected " + expected + ", got " + got);
    }
}
