package dev.headroom.operator;

/// What an operator is for: hears of changes, and whether it may act.
interface Mode extends ClusterCache.Listener, ExternalMetrics, AutoCloseable {

    /// Begins or ends to act; ending counts before this returns.
    void lead(boolean now);

    @Override
    void close();
}
