package dev.headroom.triggers;

import dev.headroom.model.Quantity;
import dev.headroom.triggers.Parameters.Parameter;
import dev.headroom.triggers.Parameters.Source;
import java.util.Optional;

/// How far the consumers of a Redis stream are behind.
///
/// @param count what is counted
/// @param target how much of it one replica should have
/// @param activationLagCount above it, strictly, the target is awake, whatever is counted
public record RedisStreamsTrigger(
        TriggerMetric.External metric,
        RedisListTrigger.Kind kind,
        RedisConnection connection,
        String stream,
        String consumerGroup,
        Count count,
        long target,
        long activationLagCount,
        long databaseIndex)
        implements Trigger {

    /// What of a stream is counted.
    public enum Count {
        /// Its entries.
        LENGTH,
        /// Entries that the group has and did not acknowledge.
        PENDING,
        /// Entries that the group was not given yet.
        LAG
    }

    static RedisStreamsTrigger of(TriggerConfig config) {
        var type = config.externalMetricType();
        var parameters = new Parameters(config);
        long pendingEntriesCount = parameters.whole(Parameter.of("pendingEntriesCount").or("5"));
        long streamLength = parameters.whole(Parameter.of("streamLength").or("5"));
        long lagCount = parameters.whole(Parameter.of("lagCount"));
        var stream = parameters.text(Parameter.of("stream").required());
        var consumerGroup = parameters.text(Parameter.of("consumerGroup"));
        long databaseIndex = parameters.whole(Parameter.of("databaseIndex"), "int");
        var connection = RedisConnection.read(parameters);
        long activationLagCount = parameters.whole(Parameter.of("activationLagCount").or("0"));
        var enableTls = parameters.text(Parameter.of("enableTLS"));
        var tls = parameters.text(Parameter.of("tls").from(Source.AUTHENTICATION));
        parameters.check(connection.error(enableTls, tls)
                .or(() -> stream.isEmpty() ? Optional.of("missing redis stream name") : Optional.empty()));
        parameters.finish("error parsing redis streams metadata: error parsing redis stream metadata: ");
        var count = consumerGroup.isEmpty() ? Count.LENGTH : lagCount != 0 ? Count.LAG : Count.PENDING;
        long target = switch (count) {
            case LENGTH -> streamLength;
            case PENDING -> pendingEntriesCount;
            case LAG -> lagCount;
        };
        return new RedisStreamsTrigger(
                new TriggerMetric.External(
                        config.metricName("redis-streams-" + stream),
                        type,
                        Quantity.of(target, Quantity.Format.DECIMAL_SI)),
                RedisListTrigger.Kind.of(config.type()),
                connection.checked(enableTls, tls),
                stream,
                consumerGroup,
                count,
                target,
                activationLagCount,
                databaseIndex);
    }
}
