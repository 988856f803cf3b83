package dev.headroom.inference;

/// What the service has under a path; the `endpoint` of its metrics.
enum Endpoint {
    PREDICT("/predict", "POST", "POST"),
    HEALTHZ("/healthz", "GET", "GET, HEAD"),
    PROMETHEUS("/prometheus", "GET", "GET, HEAD"),
    METRICS("/metrics", "GET", "GET, HEAD"),
    /// Every other path: one label for all of them, so that a scanner does not fill the metrics.
    OTHER("other", "", "");

    private final String path;
    private final String method;
    private final String allow;

    Endpoint(String path, String method, String allow) {
        this.path = path;
        this.method = method;
        this.allow = allow;
    }

    static Endpoint of(String path) {
        return switch (path) {
            case "/predict" -> PREDICT;
            case "/healthz" -> HEALTHZ;
            case "/prometheus" -> PROMETHEUS;
            case "/metrics" -> METRICS;
            default -> OTHER;
        };
    }

    String path() {
        return path;
    }

    /// The method it is made for.
    String method() {
        return method;
    }

    /// All of its methods, as the Allow header lists them.
    String allow() {
        return allow;
    }

    boolean allows(String requested) {
        return requested.equals(method) || (requested.equals("HEAD") && method.equals("GET"));
    }
}
