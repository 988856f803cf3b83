package dev.headroom.drafts;

/// How bad a finding is, the worst first.
public enum Severity {
    /// It cannot work as it is written.
    ERROR("error", "error"),
    /// It works, and not as its author means.
    WARNING("warning", "warning"),
    /// Worth knowing; often meant.
    INFO("info", "note");

    private final String word;
    private final String sarifLevel;

    Severity(String word, String sarifLevel) {
        this.word = word;
        this.sarifLevel = sarifLevel;
    }

    public String word() {
        return word;
    }

    /// The `level` of a SARIF result.
    public String sarifLevel() {
        return sarifLevel;
    }
}
