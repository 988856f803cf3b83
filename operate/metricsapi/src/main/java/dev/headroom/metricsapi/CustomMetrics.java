package dev.headroom.metricsapi;

import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricAnswer;
import dev.headroom.adapter.MetricList;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// Where the numbers of the custom metrics API come from. Called on the thread of the request.
public interface CustomMetrics {

    /// The metrics that there are, in the order of discovery.
    Collection<MetricList.Listed> list();

    MetricAnswer<ObjectValue> values(Asked asked);

    /// A metric of objects.
    ///
    /// @param namespace empty for objects of the root, and for namespaces themselves
    /// @param name empty for all objects that `objects` selects
    record Asked(
            GroupResource resource,
            Optional<String> namespace,
            Optional<String> name,
            String metric,
            Selectors selectors) {}

    /// @param objects which objects are meant, by their labels
    /// @param series what the metric's own labels must be
    record Selectors(LabelSelector objects, LabelSelector series) {}

    /// @param apiVersion of the object as the adapter writes it: `/v1` for the core group
    /// @param namespace empty for objects of the root
    record ObjectValue(
            String kind, String apiVersion, String namespace, String name, Instant timestamp, Quantity value) {}

    /// No metrics at all.
    CustomMetrics NONE = new CustomMetrics() {
        @Override
        public Collection<MetricList.Listed> list() {
            return java.util.List.of();
        }

        @Override
        public MetricAnswer<ObjectValue> values(Asked asked) {
            return new MetricAnswer.NotFound<>(
                    "the server could not find the metric " + asked.metric() + " for " + asked.resource(),
                    "custom metrics are not served");
        }
    };
}
