package dev.headroom.operator;

import dev.headroom.loop.AutoscalerLoop.Signals;
import dev.headroom.loop.Event;
import dev.headroom.loop.LoopMetrics;
import dev.headroom.records.ChangedDecisions;
import dev.headroom.shadow.ShadowReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What the agents of the modes that decide share.
///
/// @param shadow where differences go; empty in `autoscaler` mode, which acts
/// @param decisions what was decided, where each decision goes
/// @param events gets what is told of autoscalers, whether it is written to the cluster or not
/// @param every whether autoscalers are decided on that do not name Headroom
record Deciding(
        Around around,
        Signals signals,
        LoopMetrics metrics,
        Duration syncPeriod,
        Optional<ShadowReport> shadow,
        ChangedDecisions decisions,
        Consumer<Event> events,
        boolean every) {

    boolean writes() {
        return shadow.isEmpty();
    }
}
