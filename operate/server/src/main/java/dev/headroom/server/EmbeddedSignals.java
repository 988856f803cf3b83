package dev.headroom.server;

import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Signal;
import java.time.Instant;
import java.util.Map;

/// Answers autoscalers from the embedded engine, whatever `serverAddress` a trigger names: on one machine this program
/// is the Prometheus that the manifests mean.
final class EmbeddedSignals implements AutoscalerLoop.Signals {

    private final SignalReader reader;

    EmbeddedSignals(SignalReader reader) {
        this.reader = reader;
    }

    @Override
    public Signal number(MetricQuery query, Instant now) {
        return reader.read(query.query(), now);
    }

    @Override
    public Map<String, Signal> perPod(MetricQuery query, Instant now) {
        return reader.readBy("pod", query.query(), now);
    }
}
