package dev.headroom.workloads;

/// The three probes of a container, in the order in which their results are handled.
public enum ProbeType {
    STARTUP("startup"),
    LIVENESS("liveness"),
    READINESS("readiness");

    private final String word;

    ProbeType(String word) {
        this.word = word;
    }

    /// The word as it stands in API fields, lower case.
    public String word() {
        return word;
    }

    public String capitalized() {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
