package dev.headroom.adapter;

import dev.headroom.model.LabelSelector;
import java.util.List;
import java.util.Optional;

/// What one of the metrics APIs is asked.
public sealed interface MetricRequest {

    /// The metric's name in the API.
    String metric();

    /// Conditions on the labels of its series.
    LabelSelector selector();

    /// A metric of objects: `…/namespaces/default/pods/*/http_requests`.
    ///
    /// @param namespace empty for objects of the root, and for namespaces themselves
    record Custom(
            GroupResource resource, Optional<String> namespace, Objects objects, String metric, LabelSelector selector)
            implements MetricRequest {}

    /// A metric that belongs to no object: `…/namespaces/default/queue_length`.
    record External(String namespace, String metric, LabelSelector selector) implements MetricRequest {}

    /// Whose metric is asked for.
    sealed interface Objects {

        /// One object, there or not.
        record ByName(String name) implements Objects {}

        /// All objects that a label selector picks, `*` in the path.
        ///
        /// @param names of the objects that there are, in the order in which the API server lists them
        record Selected(List<String> names) implements Objects {
            public Selected {
                names = List.copyOf(names);
            }
        }

        /// All objects whose name matches a regular expression. The API has no such request; it is for queries that are
        /// written down before the objects are there.
        record Matching(String pattern) implements Objects {}

        default List<String> list() {
            return switch (this) {
                case ByName(var name) -> List.of(name);
                case Selected(var names) -> names;
                case Matching(var pattern) -> List.of(pattern);
            };
        }
    }
}
