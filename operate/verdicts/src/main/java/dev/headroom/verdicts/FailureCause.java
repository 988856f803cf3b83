package dev.headroom.verdicts;

/// Why a request failed, as far as it can be told from how and when.
///
/// | how it ended | while a replica started, drained or ended | while a lost replica was away | otherwise |
/// |---|---|---|---|
/// | reset, refused, 502, 503 | SCALING | REPLICA_LOST | SERVICE |
/// | 429, 504, timeout, no connection | OVERLOAD | OVERLOAD | OVERLOAD |
/// | any other 5xx | SERVICE | SERVICE | SERVICE |
/// | any other 4xx, broken, unresolved | REQUEST | REQUEST | REQUEST |
///
/// "While" means that the life of the request, from when it was due until it failed, touches the change or the
/// [FailureAttribution#MARGIN] around it. Doubt counts against scaling: what could be either is SCALING, although under
/// load the balancer also answers 503 when too many requests wait.
public enum FailureCause {
    SCALING("caused by scaling", "a connection that broke, 502 or 503 while a replica started, drained or ended"),
    REPLICA_LOST("a replica was lost", "the same while a replica that died was away"),
    OVERLOAD("overload", "429 of a full queue, 504, a timeout, or no connection free"),
    SERVICE("the service's own", "another 5xx, or a connection that broke while no replica changed"),
    REQUEST("the request's own", "another 4xx, no HTTP answer, or no address");

    private final String words;
    private final String definition;

    FailureCause(String words, String definition) {
        this.words = words;
        this.definition = definition;
    }

    public String words() {
        return words;
    }

    public String definition() {
        return definition;
    }
}
