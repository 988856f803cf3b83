package dev.headroom.admission;

import dev.headroom.drafts.Source;
import dev.headroom.keda.ResourceKind;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What an object is judged among.
///
/// @param target whether what it scales is there
/// @param objects that workload, LimitRanges of the namespace, other autoscalers of the workload
/// @param kinds that can be scaled; empty when that is not known
/// @param scraped how the cluster is scraped: a configuration of Prometheus, its name in words
public record Neighbourhood(
        Target target, List<JsonNode> objects, List<ResourceKind> kinds, Optional<Source> scraped) {

    /// Nothing is known.
    public static final Neighbourhood UNKNOWN =
            new Neighbourhood(Target.UNKNOWN, List.of(), List.of(), Optional.empty());

    public Neighbourhood {
        objects = List.copyOf(objects);
        kinds = List.copyOf(kinds);
    }

    /// Whether a scale target exists.
    public enum Target {
        FOUND,
        MISSING,
        /// Nobody looked, or its kind is not one that is looked for.
        UNKNOWN
    }
}
