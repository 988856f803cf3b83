package dev.headroom.config;

import dev.headroom.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One receiver of `remote_write`. Source: Prometheus docs, `<remote_write>`.
///
/// @param name empty when it was given none
/// @param timeout how long one request may take
/// @param headers sent with every request
/// @param relabeling rules that change or drop series before they are sent
/// @param signature the key of a way to sign requests that is not known here, so that nothing can be sent; empty when
///     there is none
public record RemoteWriteConfig(
        String name,
        String url,
        Duration timeout,
        Map<String, String> headers,
        HttpClientConfig http,
        List<RelabelRule> relabeling,
        boolean sendExemplars,
        boolean sendNativeHistograms,
        Queue queue,
        Metadata metadata,
        String signature) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public RemoteWriteConfig {
        headers = Map.copyOf(headers);
        relabeling = List.copyOf(relabeling);
    }

    /// How samples wait and are sent.
    ///
    /// @param capacity samples that wait in a shard before reading the log stops
    /// @param maxShards how many requests are under way at most
    /// @param maxSamplesPerSend samples of a request
    /// @param batchSendDeadline how long a sample waits for others at most
    /// @param minBackoff the pause after a first failure; it doubles
    /// @param retryOnRateLimit whether a request that was answered with 429 is sent again
    /// @param sampleAgeLimit older samples are dropped; zero for none
    public record Queue(
            long capacity,
            long maxShards,
            long minShards,
            long maxSamplesPerSend,
            Duration batchSendDeadline,
            Duration minBackoff,
            Duration maxBackoff,
            boolean retryOnRateLimit,
            Duration sampleAgeLimit) {

        public static final Queue STANDARD = new Queue(
                10_000,
                50,
                1,
                2000,
                Duration.ofSeconds(5),
                Duration.ofMillis(30),
                Duration.ofSeconds(5),
                false,
                Duration.ZERO);
    }

    /// How type, help and unit of metrics are sent.
    ///
    /// @param send whether they are
    /// @param maxSamplesPerSend metrics of a request
    public record Metadata(boolean send, Duration interval, long maxSamplesPerSend) {

        public static final Metadata STANDARD = new Metadata(true, Duration.ofMinutes(1), 2000);
    }
}
