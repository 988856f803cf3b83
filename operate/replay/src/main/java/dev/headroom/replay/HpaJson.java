package dev.headroom.replay;

import dev.headroom.triggers.TriggerMetric;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Parts of a HorizontalPodAutoscaler as the API writes them in JSON.
final class HpaJson {

    private HpaJson() {}

    /// An entry of `spec.metrics`, without the selector that is added later.
    static ObjectNode spec(TriggerMetric metric) {
        var spec = JsonNodeFactory.instance.objectNode();
        switch (metric) {
            case TriggerMetric.External external -> {
                spec.put("type", "External");
                var source = spec.putObject("external");
                source.putObject("metric").put("name", external.name());
                source.putObject("target")
                        .put("type", external.type())
                        .put(external.isAverage() ? "averageValue" : "value", external.target().toString());
            }
            case TriggerMetric.Resource resource -> {
                boolean all = resource.container().isEmpty();
                spec.put("type", all ? "Resource" : "ContainerResource");
                var source = spec.putObject(all ? "resource" : "containerResource");
                source.put("name", resource.resource());
                var target = source.putObject("target").put("type", resource.type());
                resource.averageValue().ifPresent(value -> target.put("averageValue", value.toString()));
                resource.averageUtilization().ifPresent(percent -> target.put("averageUtilization", percent));
                if (!all) {
                    source.put("container", resource.container());
                }
            }
        }
        return spec;
    }
}
