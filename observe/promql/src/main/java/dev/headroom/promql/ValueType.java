package dev.headroom.promql;

/// One of the four types that a PromQL expression can have.
public enum ValueType {
    /// One number.
    SCALAR("scalar", "scalar"),
    /// Series with one sample each, all at the same time.
    VECTOR("vector", "instant vector"),
    /// Series with a range of samples each.
    MATRIX("matrix", "range vector"),
    /// One text.
    STRING("string", "string");

    private final String word;
    private final String documented;

    ValueType(String word, String documented) {
        this.word = word;
        this.documented = documented;
    }

    /// The `resultType` of Prometheus' HTTP API.
    public String word() {
        return word;
    }

    /// The name in Prometheus' documentation and error messages.
    public String documented() {
        return documented;
    }
}
