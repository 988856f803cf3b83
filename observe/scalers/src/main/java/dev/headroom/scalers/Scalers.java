package dev.headroom.scalers;

import dev.headroom.triggers.CronTrigger;
import dev.headroom.triggers.KafkaTrigger;
import dev.headroom.triggers.MetricsApiTrigger;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.RedisListTrigger;
import dev.headroom.triggers.RedisStreamsTrigger;
import dev.headroom.triggers.ResourceTrigger;
import dev.headroom.triggers.Trigger;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/// Makes the scaler of a trigger; they share the connections to their servers.
public final class Scalers implements AutoCloseable {

    /// How long a source may take whose trigger says nothing about it.
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(3);

    private final VertxExchange connections;

    public Scalers(Vertx vertx) {
        this.connections = new VertxExchange(vertx);
    }

    /// @return empty for resources, which nobody asks for
    public Optional<Scaler> of(Trigger trigger) {
        return over(connections, trigger);
    }

    /// A scaler that sends its requests through somebody else's hands; replays of recorded answers use it.
    ///
    /// @return empty for resources, which nobody asks for
    public static Optional<Scaler> over(HttpExchange connections, Trigger trigger) {
        var exchange = new FollowingExchange(connections);
        return switch (trigger) {
            case PrometheusTrigger prometheus ->
                Optional.of(new PrometheusScaler(prometheus, exchange, USUAL_TIMEOUT));
            case MetricsApiTrigger api -> Optional.of(new MetricsApiScaler(api, exchange, USUAL_TIMEOUT));
            case CronTrigger cron -> Optional.of(new CronScaler(cron));
            case RedisListTrigger _, RedisStreamsTrigger _ -> Optional.of(unconnected("Redis"));
            case KafkaTrigger _ -> Optional.of(unconnected("Kafka"));
            case ResourceTrigger _ -> Optional.empty();
        };
    }

    private static Scaler unconnected(String server) {
        return _ -> new Reading.Failed("no client of " + server + " is part of this program yet; export the number to"
                + " Prometheus and query it there");
    }

    @Override
    public void close() {
        connections.close();
    }
}
