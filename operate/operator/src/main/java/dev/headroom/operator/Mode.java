package dev.headroom.operator;

import dev.headroom.api.Parameters;
import dev.headroom.metricsapi.KedaMetrics;
import dev.headroom.server.Views;
import java.util.List;
import java.util.Map;

/// What an operator is for: hears of changes, and whether it may act.
interface Mode extends ClusterCache.Listener, KedaMetrics.ScaledObjects, AutoCloseable {

    /// Begins or ends to act; ending counts before this returns.
    void lead(boolean now);

    /// The objects that it works for, as `/api/headroom/v1/status` shows them.
    List<Views.Autoscaler> autoscalers();

    /// What is wrong with them, one line each, by `namespace/name`.
    Map<String, List<String>> troubles();

    /// Why a person should expect what happens to one of them: the `lines` of `/api/headroom/v1/explain`, and the same
    /// as JSON.
    ///
    /// @throws dev.headroom.api.ApiException when there is nothing to explain
    Map<String, Object> explain(Parameters parameters);

    @Override
    void close();
}
