package dev.headroom.triggers;

/// One event source of a ScaledObject, its parameters read and checked.
public sealed interface Trigger
        permits PrometheusTrigger,
                MetricsApiTrigger,
                CronTrigger,
                ResourceTrigger,
                RedisListTrigger,
                RedisStreamsTrigger,
                KafkaTrigger {

    TriggerMetric metric();

    /// @throws TriggerException for what KEDA would refuse, with its words; also for types that are not read here
    static Trigger of(TriggerConfig config) {
        return switch (config.type()) {
            case "prometheus" -> PrometheusTrigger.of(config);
            case "metrics-api" -> MetricsApiTrigger.of(config);
            case "cron" -> CronTrigger.of(config);
            case "cpu", "memory" -> ResourceTrigger.of(config);
            case "redis", "redis-cluster", "redis-sentinel" -> RedisListTrigger.of(config);
            case "redis-streams", "redis-cluster-streams", "redis-sentinel-streams" -> RedisStreamsTrigger.of(config);
            case "kafka" -> KafkaTrigger.of(config);
            case String other -> throw new TriggerException("no scaler found for type: " + other);
        };
    }

    /// Whether the generated autoscaler reads this trigger by itself, so that nobody queries it.
    static boolean isResource(String type) {
        return type.equals("cpu") || type.equals("memory");
    }
}
