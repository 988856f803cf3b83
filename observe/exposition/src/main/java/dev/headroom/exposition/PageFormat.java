package dev.headroom.exposition;

/// The two formats of a metrics page that Headroom writes.
public enum PageFormat {
    /// Prometheus text exposition format 0.0.4.
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    /// OpenMetrics 1.0.0.
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    PageFormat(String contentType) {
        this.contentType = contentType;
    }

    /// The Content-Type of a page in this format.
    public String contentType() {
        return contentType;
    }
}
