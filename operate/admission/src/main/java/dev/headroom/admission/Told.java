package dev.headroom.admission;

import dev.headroom.drafts.Severity;

/// A finding in an object of a cluster.
///
/// @param path in the object: `spec.triggers[0].metadata.query`; empty for the whole
/// @param message what, expected, got, next step, without the place
record Told(String rule, Severity severity, String path, String message) {

    /// In one line: the path, the message, the rule.
    String line() {
        return (path.isEmpty() ? "" : path + ": ") + message + " [" + rule + "]";
    }

    /// Where it is, wherever in a list that is: what was in front of it may have been added or removed.
    String spot() {
        return rule + " " + path.replaceAll("\\[\\d+]", "[]");
    }
}
