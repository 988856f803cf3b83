package dev.headroom.triggers;

import dev.headroom.model.Quantity;
import dev.headroom.model.QuantityException;
import dev.headroom.triggers.Parameters.Parameter;
import java.util.Optional;

/// `cpu` or `memory`, which the generated autoscaler reads by itself.
public record ResourceTrigger(TriggerMetric.Resource metric) implements Trigger {

    static ResourceTrigger of(TriggerConfig config) {
        var prefix = "error parsing " + config.type() + " metadata: ";
        var parameters = new Parameters(config);
        parameters.check(deprecated(config));
        var value = parameters.text(Parameter.of("value").required());
        var container = parameters.text(Parameter.of("containerName"));
        parameters.finish(prefix);
        var type = config.metricType();
        return new ResourceTrigger(switch (type) {
            case TriggerConfig.AVERAGE_VALUE ->
                new TriggerMetric.Resource(
                        config.type(), container, type, Optional.of(quantity(prefix, value)), Optional.empty());
            case TriggerConfig.UTILIZATION ->
                new TriggerMetric.Resource(
                        config.type(), container, type, Optional.empty(), Optional.of(percent(prefix, value)));
            case String other ->
                throw new TriggerException(prefix + "unknown metric type: " + other
                        + ", allowed values are 'Utilization' or 'AverageValue'");
        });
    }

    private static Optional<String> deprecated(TriggerConfig config) {
        return GoText.trimmed(config.metadata().getOrDefault("type", "")).isEmpty()
                ? Optional.empty()
                : Optional.of("scaler " + config.type() + " info: The 'type' setting is DEPRECATED and is removed in"
                        + " v2.18 - Use 'metricType' instead.");
    }

    private static int percent(String prefix, String value) {
        try {
            return GoText.int32(value);
        } catch (TriggerException wrong) {
            throw new TriggerException(prefix + wrong.text());
        }
    }

    private static Quantity quantity(String prefix, String value) {
        try {
            return Quantity.parse(value);
        } catch (QuantityException wrong) {
            throw new TriggerException(prefix + "cannot parse '" + value + "': " + wrong.getMessage());
        }
    }
}
