package dev.headroom.triggers;

import dev.headroom.triggers.Authentication.Mode;
import dev.headroom.triggers.Parameters.Parameter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A number somewhere in the answer of an HTTP server.
///
/// @param targetValue what the value is compared with
/// @param activationTargetValue above it, strictly, the target is awake
/// @param valueLocation where the number is, in the language of the format
/// @param aggregation how to combine the answers of all endpoints of a Service; empty to ask the URL itself
/// @param unsafeSsl whether any certificate of the server will do
/// @param timeout empty for the usual one
public record MetricsApiTrigger(
        TriggerMetric.External metric,
        double targetValue,
        double activationTargetValue,
        String url,
        Format format,
        String valueLocation,
        boolean unsafeSsl,
        Optional<Aggregation> aggregation,
        Optional<Duration> timeout,
        Authentication authentication)
        implements Trigger {

    private static final String PREFIX = "error parsing metric API metadata: ";
    private static final List<Mode> MODES = List.of(Mode.API_KEY, Mode.BASIC, Mode.TLS, Mode.BEARER);

    /// The language of the answer.
    public enum Format {
        PROMETHEUS,
        JSON,
        XML,
        YAML
    }

    /// How the answers of several endpoints become one.
    public enum Aggregation {
        AVERAGE,
        SUM,
        MAX,
        MIN
    }

    static MetricsApiTrigger of(TriggerConfig config) {
        var type = config.externalMetricType();
        var parameters = new Parameters(config);
        double targetValue = parameters.number(Parameter.of("targetValue"));
        double activationTargetValue = parameters.number(Parameter.of("activationTargetValue"));
        var url = parameters.text(Parameter.of("url").required());
        var format = parameters.text(
                Parameter.of("format").or("json").oneOf("prometheus", "json", "xml", "yaml"));
        var valueLocation = parameters.text(Parameter.of("valueLocation").required());
        boolean unsafeSsl = parameters.truth(Parameter.of("unsafeSsl"));
        boolean aggregates = parameters.truth(Parameter.of("aggregateFromKubeServiceEndpoints"));
        var aggregation = parameters.text(
                Parameter.of("aggregationType").or("average").oneOf("average", "sum", "max", "min"));
        var timeout = parameters.duration(Parameter.of("timeout")).filter(Duration::isPositive);
        var authentication = Authentication.read(parameters);
        parameters.check(unsupported(authentication).or(authentication::error));
        parameters.finish(PREFIX + "error parsing metrics API metadata: ");
        if (targetValue == 0 && !config.asMetricSource()) {
            throw new TriggerException(PREFIX + "no targetValue given in metadata");
        }
        if (authentication.has(Mode.TLS)) {
            authentication.checkCertificates();
        }
        return new MetricsApiTrigger(
                new TriggerMetric.External(
                        config.metricName("metric-api-" + valueLocation), type, TriggerMetric.quantity(targetValue)),
                targetValue,
                activationTargetValue,
                url,
                Format.valueOf(format.toUpperCase(java.util.Locale.ROOT)),
                valueLocation,
                unsafeSsl,
                aggregates
                        ? Optional.of(Aggregation.valueOf(aggregation.toUpperCase(java.util.Locale.ROOT)))
                        : Optional.empty(),
                timeout,
                authentication);
    }

    private static Optional<String> unsupported(Authentication authentication) {
        return authentication.modes().stream()
                .filter(mode -> !MODES.contains(mode))
                .findFirst()
                .map(mode -> "auth mode " + GoText.quoted(mode.word()) + " is not supported by this scaler; supported"
                        + " modes: [" + MODES.stream().map(Mode::word).collect(Collectors.joining(" ")) + "]");
    }
}
