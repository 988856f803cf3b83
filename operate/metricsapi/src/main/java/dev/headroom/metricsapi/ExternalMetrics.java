package dev.headroom.metricsapi;

import dev.headroom.adapter.MetricAnswer;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Where the numbers of the external metrics API come from. Called on the thread of the request.
public interface ExternalMetrics {

    /// The names that discovery lists, in the order of discovery.
    Collection<String> list();

    MetricAnswer<MetricSample> values(String namespace, String metric, LabelSelector selector);

    /// @param metric as its source spells it
    /// @param labels of the sample; empty when the source knows no labels
    record MetricSample(String metric, Optional<Labels> labels, Instant timestamp, Quantity value) {}

    /// No metrics at all.
    ExternalMetrics NONE = new ExternalMetrics() {
        @Override
        public Collection<String> list() {
            return List.of();
        }

        @Override
        public MetricAnswer<MetricSample> values(String namespace, String metric, LabelSelector selector) {
            return new MetricAnswer.NotFound<>(
                    "the server could not find the metric " + metric + " for ", "external metrics are not served");
        }
    };
}
