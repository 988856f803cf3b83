package dev.headroom.autoscaler;

import dev.headroom.keda.ScaledObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The settings that triggers know; a setting that is none of them is a typing error that silently changes nothing.
final class TriggerSettings {

    private static final Map<String, Set<String>> KNOWN = Map.of(
            "prometheus",
                    Set.of(
                            "serverAddress",
                            "query",
                            "threshold",
                            "activationThreshold",
                            "ignoreNullValues",
                            "namespace",
                            "queryParameters",
                            "customHeaders",
                            "unsafeSsl",
                            "timeout",
                            "authModes",
                            "authMode",
                            "apiKey",
                            "method",
                            "keyParamName",
                            "awsRegion",
                            "identityOwner"),
            "metrics-api",
                    Set.of(
                            "url",
                            "format",
                            "valueLocation",
                            "targetValue",
                            "activationTargetValue",
                            "unsafeSsl",
                            "aggregationType",
                            "aggregateFromKubeServiceEndpoints",
                            "authMode",
                            "authModes",
                            "method",
                            "keyParamName",
                            "apiKey",
                            "timeout"),
            "cron", Set.of("timezone", "start", "end", "desiredReplicas"),
            "cpu", Set.of("value", "containerName"),
            "memory", Set.of("value", "containerName"));

    private TriggerSettings() {}

    /// One line per setting that has no effect; types whose settings are not listed here are not looked at.
    static List<String> unknown(ScaledObject object) {
        return object.triggers().stream()
                .flatMap(trigger -> Optional.ofNullable(KNOWN.get(trigger.type())).stream()
                        .flatMap(known -> trigger.metadata().keySet().stream()
                                .filter(setting -> !known.contains(setting) && !setting.endsWith("FromEnv"))
                                .sorted()
                                .map(setting -> "spec.triggers[" + trigger.index() + "].metadata: unknown field \""
                                        + setting + "\" of the trigger; it has no effect")))
                .toList();
    }
}
