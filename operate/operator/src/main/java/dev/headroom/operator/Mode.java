package dev.headroom.operator;

import dev.headroom.metricsapi.KedaMetrics;

/// What an operator is for: hears of changes, and whether it may act.
interface Mode extends ClusterCache.Listener, KedaMetrics.ScaledObjects, AutoCloseable {

    /// Begins or ends to act; ending counts before this returns.
    void lead(boolean now);

    @Override
    void close();
}
