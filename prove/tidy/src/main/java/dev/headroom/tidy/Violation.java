package dev.headroom.tidy;

/// A place that breaks a rule.
///
/// @param message what is wrong, and what to do instead
record Violation(String path, int line, String rule, String message) {

    @Override
    public String toString() {
        return path + ":" + line + ": [" + rule + "] " + message;
    }
}
