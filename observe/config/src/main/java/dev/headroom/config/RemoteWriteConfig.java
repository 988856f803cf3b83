package dev.headroom.config;

import dev.headroom.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One receiver of `remote_write`.
public record RemoteWriteConfig(
        String name,
        String url,
        Duration timeout,
        Map<String, String> headers,
        HttpClientConfig http,
        List<RelabelRule> relabeling) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public RemoteWriteConfig {
        headers = Map.copyOf(headers);
        relabeling = List.copyOf(relabeling);
    }
}
