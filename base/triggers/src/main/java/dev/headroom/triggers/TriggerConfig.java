package dev.headroom.triggers;

import java.util.Map;

/// A trigger as written, with everything that its parameters may be taken from.
///
/// @param index its place among the triggers of the object, from 0
/// @param name what the author calls it; empty when it has no name
/// @param metricType as written, empty when it is not
/// @param authParams what a TriggerAuthentication resolved to
/// @param resolvedEnv environment of the target's container
/// @param podIdentity whose identity to use towards the source; empty for none
/// @param asMetricSource whether the object computes its metric with scalingModifiers
public record TriggerConfig(
        String type,
        int index,
        String name,
        String metricType,
        Map<String, String> metadata,
        Map<String, String> authParams,
        Map<String, String> resolvedEnv,
        String podIdentity,
        boolean asMetricSource) {

    static final String AVERAGE_VALUE = "AverageValue";
    static final String UTILIZATION = "Utilization";

    public TriggerConfig {
        metadata = Map.copyOf(metadata);
        authParams = Map.copyOf(authParams);
        resolvedEnv = Map.copyOf(resolvedEnv);
    }

    /// One without a name, credentials and an environment.
    public static TriggerConfig of(String type, int index, String metricType, Map<String, String> metadata) {
        return new TriggerConfig(type, index, "", metricType, metadata, Map.of(), Map.of(), "", false);
    }

    /// The same with what a TriggerAuthentication gives it.
    public TriggerConfig with(Map<String, String> params, String identity) {
        return new TriggerConfig(
                type, index, name, metricType, metadata, params, resolvedEnv, identity, asMetricSource);
    }

    /// How an external metric is compared with its target: `AverageValue` where nothing is written.
    ///
    /// @throws TriggerException for `Utilization`, which only resources have
    String externalMetricType() {
        if (metricType.equals(UTILIZATION)) {
            throw new TriggerException("error getting scaler metric type: 'Utilization' metric type is unsupported for"
                    + " external metrics, allowed values are 'Value' or 'AverageValue'");
        }
        return metricType.isEmpty() ? AVERAGE_VALUE : metricType;
    }

    /// The name of the metric in the generated autoscaler: `s0-prometheus`.
    String metricName(String name) {
        return "s" + index + "-" + name.replaceAll("[/.:%()]", "-");
    }

    /// Whether an identity of a cloud is asked for.
    boolean hasPodIdentity() {
        return !podIdentity.isEmpty() && !podIdentity.equals("none");
    }
}
