package dev.headroom.config;

import dev.headroom.config.RemoteWriteConfig.Metadata;
import dev.headroom.config.RemoteWriteConfig.Queue;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.TypedScalar;
import dev.headroom.model.LabelNaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `remote_write`, and what `remote_read` shares with it.
final class RemoteWriteReader {

    /// Headers that the protocol sets itself.
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "authorization", "host", "content-encoding", "content-length", "content-type", "user-agent", "connection",
            "keep-alive", "proxy-authenticate", "proxy-authorization", "www-authenticate", "accept-encoding",
            "x-prometheus-remote-write-version", "x-prometheus-remote-read-version", "x-amz-date",
            "x-amz-security-token", "x-amz-content-sha256");
    private static final List<String> SIGNATURES = List.of("sigv4", "azuread", "google_iam");
    private static final List<String> CREDENTIALS = List.of("basic_auth", "authorization", "oauth2");

    private final LabelNaming naming;

    RemoteWriteReader(LabelNaming naming) {
        this.naming = naming;
    }

    List<RemoteWriteConfig> read(Section root) {
        var all = new ArrayList<RemoteWriteConfig>();
        for (var item : root.items("remote_write")) {
            if (item.isMissing()) {
                throw item.wrong("a remote write section", "an empty or null one");
            }
            all.add(receiver(root.item(item, "remote_write"), item));
        }
        var names = all.stream().map(RemoteWriteConfig::name).filter(name -> !name.isEmpty()).toList();
        ConfigReader.unique(root, names, "name of a remote write section");
        return all;
    }

    private RemoteWriteConfig receiver(Section section, Field item) {
        if (!(item.at("url") instanceof Field.Scalar)) {
            throw section.wrong("a url", "none");
        }
        var headers = headers(section);
        checkProtocol(section);
        section.truth("round_robin_dns", false);
        section.ignored("round_robin_dns", "each connection goes to the address that the name server gives first");
        var read = new RemoteWriteConfig(
                section.text("name"),
                HttpClientReader.url(section, "url"),
                section.duration("remote_timeout", RemoteWriteConfig.DEFAULT_TIMEOUT),
                headers,
                HttpClientReader.read(section),
                JobReader.relabeling(section, "write_relabel_configs", naming),
                section.truth("send_exemplars", false),
                section.truth("send_native_histograms", false),
                section.section("queue_config").map(RemoteWriteReader::queue).orElse(Queue.STANDARD),
                section.section("metadata_config").map(RemoteWriteReader::metadata).orElse(Metadata.STANDARD),
                signature(section));
        section.close();
        return read;
    }

    private static void checkProtocol(Section section) {
        var protocol = section.text("protobuf_message", "prometheus.WriteRequest");
        switch (protocol) {
            case "prometheus.WriteRequest" -> {}
            case "io.prometheus.write.v2.Request" ->
                section.ignored("protobuf_message", "samples are sent as prometheus.WriteRequest, version 1");
            case String _ -> throw section.wrong("protobuf_message",
                    "prometheus.WriteRequest or io.prometheus.write.v2.Request", '"' + protocol + '"');
        }
    }

    /// The way to sign requests that was asked for. Prometheus has some that are not here.
    private static String signature(Section section) {
        var wanted = SIGNATURES.stream().filter(section::has).toList();
        var credentials = CREDENTIALS.stream().filter(section::has).toList();
        if (wanted.size() + Math.min(1, credentials.size()) > 1) {
            throw section.wrong("at most one of basic_auth, authorization, oauth2, sigv4, azuread and google_iam",
                    "more");
        }
        section.ignored(SIGNATURES, "requests are not signed that way, so nothing is sent to this receiver");
        return wanted.isEmpty() ? "" : wanted.getFirst();
    }

    private static Queue queue(Section section) {
        var standard = Queue.STANDARD;
        var read = new Queue(
                whole(section, "capacity", standard.capacity()),
                whole(section, "max_shards", standard.maxShards()),
                whole(section, "min_shards", standard.minShards()),
                whole(section, "max_samples_per_send", standard.maxSamplesPerSend()),
                section.duration("batch_send_deadline", standard.batchSendDeadline()),
                section.duration("min_backoff", standard.minBackoff()),
                section.duration("max_backoff", standard.maxBackoff()),
                section.truth("retry_on_http_429", false),
                section.duration("sample_age_limit", Duration.ZERO));
        section.close();
        return read;
    }

    private static Metadata metadata(Section section) {
        var standard = Metadata.STANDARD;
        var read = new Metadata(
                section.truth("send", standard.send()),
                section.duration("send_interval", standard.interval()),
                whole(section, "max_samples_per_send", standard.maxSamplesPerSend()));
        section.close();
        return read;
    }

    /// A number; less than 1 counts as 1, since nothing could be sent otherwise.
    private static long whole(Section section, String key, long fallback) {
        long written = TypedScalar.whole(section.at(key), fallback);
        if (written < 1) {
            section.ignored(key, "expected at least 1, got " + written + "; 1 is used");
        }
        return Math.max(1, written);
    }

    static Map<String, String> headers(Section section) {
        var headers = section.map("headers");
        for (var name : headers.keySet()) {
            if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw section.wrong("headers", "headers that the protocol leaves free", '"' + name + '"');
            }
        }
        return headers;
    }
}
