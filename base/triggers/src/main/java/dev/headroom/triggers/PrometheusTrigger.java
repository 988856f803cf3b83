package dev.headroom.triggers;

import dev.headroom.triggers.Parameters.Parameter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A query to a server that speaks the HTTP API of Prometheus.
///
/// @param namespace sent along unescaped; empty for none
/// @param threshold what the value is compared with
/// @param activationThreshold above it, strictly, the target is awake
/// @param ignoreNullValues as written; KEDA reads an empty one as true
/// @param unsafeSsl whether any certificate of the server will do
/// @param timeout empty for the usual one
/// @param podIdentity the identity of a cloud that must be used; empty for none
public record PrometheusTrigger(
        TriggerMetric.External metric,
        String serverAddress,
        String query,
        Map<String, String> queryParameters,
        double threshold,
        double activationThreshold,
        String namespace,
        Map<String, String> customHeaders,
        Optional<Boolean> ignoreNullValues,
        boolean unsafeSsl,
        Optional<Duration> timeout,
        Authentication authentication,
        String podIdentity)
        implements Trigger {

    private static final String PREFIX = "error parsing prometheus metadata: ";

    /// The same question to another server.
    public PrometheusTrigger at(String otherAddress) {
        return new PrometheusTrigger(
                metric,
                otherAddress,
                query,
                queryParameters,
                threshold,
                activationThreshold,
                namespace,
                customHeaders,
                ignoreNullValues,
                unsafeSsl,
                timeout,
                authentication,
                podIdentity);
    }

    static PrometheusTrigger of(TriggerConfig config) {
        var type = config.externalMetricType();
        var parameters = new Parameters(config);
        var authentication = Authentication.read(parameters);
        var serverAddress = parameters.text(Parameter.of("serverAddress").required());
        var query = parameters.text(Parameter.of("query").required());
        var queryParameters = parameters.map(Parameter.of("queryParameters"));
        double threshold = parameters.number(Parameter.of("threshold").required());
        double activationThreshold = parameters.number(Parameter.of("activationThreshold"));
        var namespace = parameters.text(Parameter.of("namespace"));
        var customHeaders = parameters.map(Parameter.of("customHeaders"));
        var ignoreNullValues = parameters.optionalTruth(Parameter.of("ignoreNullValues"));
        boolean unsafeSsl = parameters.truth(Parameter.of("unsafeSsl"));
        var timeout = parameters.duration(Parameter.of("timeout")).filter(Duration::isPositive);
        parameters.finish(PREFIX + PREFIX);
        if (!authentication.modes().isEmpty() && config.hasPodIdentity()) {
            throw new TriggerException(PREFIX + "pod identity cannot be enabled with other auth types");
        }
        checkCertificates(authentication);
        return new PrometheusTrigger(
                new TriggerMetric.External(config.metricName("prometheus"), type, TriggerMetric.quantity(threshold)),
                serverAddress,
                query,
                queryParameters,
                threshold,
                activationThreshold,
                namespace,
                customHeaders,
                ignoreNullValues,
                unsafeSsl,
                timeout,
                authentication,
                config.hasPodIdentity() ? config.podIdentity() : "");
    }

    private static void checkCertificates(Authentication authentication) {
        boolean wanted = authentication.has(Authentication.Mode.TLS)
                || (!authentication.modes().isEmpty()
                        && !authentication.certificate().ca().isEmpty());
        if (wanted) {
            try {
                authentication.checkCertificates();
            } catch (TriggerException wrong) {
                throw new TriggerException("error creating the TLS config: " + wrong.text());
            }
        }
    }

    /// What KEDA does with an answer that holds no number: 0, unless `ignoreNullValues` says otherwise.
    public boolean readsNothingAsZero() {
        return ignoreNullValues.orElse(true);
    }
}
