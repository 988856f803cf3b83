package dev.headroom.loop;

import dev.headroom.autoscaler.Signal;
import dev.headroom.remote.RemotePrometheus;
import dev.headroom.triggers.PrometheusTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Why the server that a trigger names has no answer: what its query could have read there. The server is asked a few
/// times more for it, and only when an answer is empty.
public final class EmptyAnswers {

    /// What is older than three of these is old; how often there is a sample is seen from the samples.
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

    /// Servers that are remembered (limit `servers`).
    private static final int MOST_SERVERS = 100;

    private final Function<String, RemotePrometheus> servers;
    private final Map<String, SignalReader> readers = new ConcurrentHashMap<>();

    /// @param servers clients by the addresses that triggers name; an address that is none may be refused with
    ///     `IllegalArgumentException`
    public EmptyAnswers(Function<String, RemotePrometheus> servers) {
        this.servers = servers;
    }

    /// @param otherwise what is said where nothing more is known
    public String why(PrometheusTrigger trigger, String otherwise, Instant now) {
        if (!isPlain(trigger)) {
            return otherwise;
        }
        if (readers.size() >= MOST_SERVERS) {
            readers.clear();
        }
        try {
            var reader = readers.computeIfAbsent(
                    trigger.serverAddress(),
                    address -> new SignalReader(MetricStore.remote(servers.apply(address), LONGEST_INTERVAL)));
            return reader.read(trigger.query(), now) instanceof Signal.Absent(var why) ? why : otherwise;
        } catch (IllegalArgumentException _) {
            return otherwise;
        }
    }

    /// Whether the server answers everybody the same.
    private static boolean isPlain(PrometheusTrigger trigger) {
        return trigger.authentication().modes().isEmpty()
                && trigger.customHeaders().isEmpty()
                && trigger.queryParameters().isEmpty()
                && trigger.namespace().isEmpty()
                && trigger.podIdentity().isEmpty()
                && !trigger.unsafeSsl();
    }
}
