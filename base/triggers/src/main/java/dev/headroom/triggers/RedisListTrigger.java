package dev.headroom.triggers;

import dev.headroom.model.Quantity;
import dev.headroom.triggers.Parameters.Parameter;
import dev.headroom.triggers.Parameters.Source;

/// The length of a list, set, sorted set or hash in a Redis, a Redis cluster, or one behind sentinels.
///
/// @param listLength how many entries one replica should have
/// @param activationListLength above it, strictly, the target is awake
public record RedisListTrigger(
        TriggerMetric.External metric,
        Kind kind,
        RedisConnection connection,
        String listName,
        long listLength,
        long activationListLength,
        long databaseIndex)
        implements Trigger {

    private static final String PREFIX = "error parsing redis metadata: ";

    /// How the servers are found.
    public enum Kind {
        SINGLE,
        CLUSTER,
        SENTINEL;

        static Kind of(String type) {
            return type.contains("cluster") ? CLUSTER : type.contains("sentinel") ? SENTINEL : SINGLE;
        }
    }

    static RedisListTrigger of(TriggerConfig config) {
        var type = config.externalMetricType();
        var parameters = new Parameters(config);
        long listLength = parameters.whole(Parameter.of("listLength").or("5"));
        long activationListLength = parameters.whole(Parameter.of("activationListLength"));
        var listName = parameters.text(Parameter.of("listName").required());
        long databaseIndex = parameters.whole(Parameter.of("databaseIndex"), "int");
        var enableTls = parameters.text(Parameter.of("enableTLS"));
        var tls = parameters.text(Parameter.of("tls").from(Source.AUTHENTICATION));
        var connection = RedisConnection.read(parameters);
        parameters.check(connection.error(enableTls, tls));
        parameters.finish(PREFIX + PREFIX);
        return new RedisListTrigger(
                new TriggerMetric.External(
                        config.metricName("redis-" + listName),
                        type,
                        Quantity.of(listLength, Quantity.Format.DECIMAL_SI)),
                Kind.of(config.type()),
                connection.checked(enableTls, tls),
                listName,
                listLength,
                activationListLength,
                databaseIndex);
    }
}
