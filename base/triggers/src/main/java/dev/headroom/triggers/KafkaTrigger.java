package dev.headroom.triggers;

import dev.headroom.model.Quantity;
import dev.headroom.triggers.Parameters.Parameter;
import dev.headroom.triggers.Parameters.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How far a consumer group is behind the ends of its partitions.
///
/// @param topic empty for all that the group subscribed to
/// @param partitions the only ones that count; empty for all
/// @param lagThreshold how much lag one replica should have
/// @param activationLagThreshold above it, strictly, the target is awake
/// @param startsAtEarliest where a group without a committed offset begins
public record KafkaTrigger(
        TriggerMetric.External metric,
        List<String> bootstrapServers,
        String consumerGroup,
        String topic,
        Optional<Set<Integer>> partitions,
        long lagThreshold,
        long activationLagThreshold,
        boolean startsAtEarliest,
        Bounds bounds,
        KafkaSecurity security)
        implements Trigger {

    private static final String PREFIX = "error parsing kafka metadata: ";

    public KafkaTrigger {
        bootstrapServers = List.copyOf(bootstrapServers);
    }

    /// What limits the lag that is passed on.
    ///
    /// @param allowIdleConsumers whether there may be more replicas than partitions
    /// @param excludePersistentLag whether partitions whose offset does not move are left out
    /// @param scaleToZeroOnInvalidOffset whether a partition without a committed offset has no lag
    /// @param limitToPartitionsWithLag whether only partitions with lag count as a bound
    /// @param ensureEvenDistributionOfPartitions whether replicas must be a divisor of the partitions
    public record Bounds(
            boolean allowIdleConsumers,
            boolean excludePersistentLag,
            boolean scaleToZeroOnInvalidOffset,
            boolean limitToPartitionsWithLag,
            boolean ensureEvenDistributionOfPartitions) {}

    static KafkaTrigger of(TriggerConfig config) {
        var type = config.externalMetricType();
        var parameters = new Parameters(config);
        var bootstrapServers = parameters.list(inEnvironmentToo("bootstrapServers").required());
        var consumerGroup = parameters.text(inEnvironmentToo("consumerGroup").required());
        var topic = parameters.text(inEnvironmentToo("topic"));
        var limitation = parameters.text(Parameter.of("partitionLimitation"));
        long lagThreshold = parameters.whole(Parameter.of("lagThreshold").or("10"));
        long activationLagThreshold = parameters.whole(Parameter.of("activationLagThreshold").or("0"));
        var policy = parameters.text(
                Parameter.of("offsetResetPolicy").or("latest").oneOf("latest", "earliest"));
        var bounds = new Bounds(
                parameters.truth(Parameter.of("allowIdleConsumers")),
                parameters.truth(Parameter.of("excludePersistentLag")),
                parameters.truth(Parameter.of("scaleToZeroOnInvalidOffset")),
                parameters.truth(Parameter.of("limitToPartitionsWithLag")),
                parameters.truth(Parameter.of("ensureEvenDistributionOfPartitions")));
        boolean fullMetadata = parameters.truth(Parameter.of("fullMetadata").or("true"));
        var version = parameters.text(Parameter.of("version"));
        var security = KafkaSecurity.read(parameters);
        parameters.check(thresholds(lagThreshold, activationLagThreshold)
                .or(() -> PartitionList.error(limitation))
                .or(() -> combination(topic, bounds, fullMetadata))
                .or(security::error));
        parameters.finish(PREFIX + PREFIX);
        checkVersion(version);
        return new KafkaTrigger(
                new TriggerMetric.External(
                        config.metricName(
                                topic.isEmpty() ? "kafka-" + consumerGroup + "-topics" : "kafka-" + topic),
                        type,
                        Quantity.of(lagThreshold, Quantity.Format.DECIMAL_SI)),
                bootstrapServers,
                consumerGroup,
                topic,
                limitation.isEmpty() || topic.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PartitionList.parse(limitation)),
                lagThreshold,
                activationLagThreshold,
                policy.equals("earliest"),
                bounds,
                security);
    }

    private static Parameter inEnvironmentToo(String name) {
        return Parameter.of(name).from(Source.METADATA, Source.ENVIRONMENT);
    }

    private static Optional<String> thresholds(long lag, long activation) {
        if (lag <= 0) {
            return Optional.of("\"lagThreshold\" must be positive number");
        }
        return activation < 0
                ? Optional.of("\"activationLagThreshold\" must be a non-negative number")
                : Optional.empty();
    }

    private static Optional<String> combination(String topic, Bounds bounds, boolean fullMetadata) {
        boolean limits = bounds.limitToPartitionsWithLag();
        boolean evens = bounds.ensureEvenDistributionOfPartitions();
        if (bounds.allowIdleConsumers() && limits) {
            return Optional.of("allowIdleConsumers and limitToPartitionsWithLag cannot be set simultaneously");
        }
        if (topic.isEmpty() && limits) {
            return Optional.of("topic must be specified when using limitToPartitionsWithLag");
        }
        if (limits && evens) {
            return Optional.of(
                    "limitToPartitionsWithLag and ensureEvenDistributionOfPartitions cannot be set simultaneously");
        }
        if (topic.isEmpty() && evens) {
            return Optional.of("topic must be specified when using ensureEvenDistributionOfPartitions");
        }
        return topic.isEmpty() && !fullMetadata
                ? Optional.of("topic must be specified when fullMetadata is false")
                : Optional.empty();
    }

    private static void checkVersion(String version) {
        boolean right = version.isEmpty()
                || (version.startsWith("0")
                        ? version.matches("0\\.[0-9]+\\.[0-9]+\\.[0-9]+")
                        : version.matches("[0-9]+\\.[0-9]+\\.[0-9]+"));
        if (!right) {
            throw new TriggerException(PREFIX + "error parsing kafka version: invalid version `" + version + "`");
        }
    }
}
