package dev.headroom.config;

import dev.headroom.manifests.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The formats in which a metrics page can be asked for (`scrape_protocols`).
public enum ScrapeProtocol {
    PROTO(
            "PrometheusProto",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"),
    TEXT_0_0_4("PrometheusText0.0.4", "text/plain;version=0.0.4"),
    TEXT_1_0_0("PrometheusText1.0.0", "text/plain;version=1.0.0"),
    OPENMETRICS_0_0_1("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1"),
    OPENMETRICS_1_0_0("OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0");

    /// What Prometheus asks for when a configuration says nothing, most wanted first.
    public static final List<ScrapeProtocol> DEFAULT =
            List.of(OPENMETRICS_1_0_0, OPENMETRICS_0_0_1, TEXT_1_0_0, TEXT_0_0_4);

    private final String word;
    private final String mediaType;

    ScrapeProtocol(String word, String mediaType) {
        this.word = word;
        this.mediaType = mediaType;
    }

    /// The word in the configuration.
    public String word() {
        return word;
    }

    /// What stands for it in an `Accept` header.
    public String mediaType() {
        return mediaType;
    }

    private static Optional<ScrapeProtocol> of(String word) {
        return Arrays.stream(values()).filter(protocol -> protocol.word.equals(word)).findFirst();
    }

    static ScrapeProtocol read(Field field) {
        var word = field.text("");
        return of(word).orElseThrow(() -> field.wrong(
                "one of " + Arrays.stream(values()).map(ScrapeProtocol::word).sorted().collect(
                        Collectors.joining(", ")),
                '"' + word + '"'));
    }

    /// The list under `scrape_protocols`; empty when it is not written.
    static List<ScrapeProtocol> readAll(Section section) {
        var list = section.at("scrape_protocols");
        var protocols = list.items().stream().map(ScrapeProtocol::read).toList();
        if (!list.isMissing() && protocols.isEmpty()) {
            throw list.wrong("at least one scrape protocol", "none");
        }
        if (new HashSet<>(protocols).size() < protocols.size()) {
            throw list.wrong("each scrape protocol once", protocols.stream().map(ScrapeProtocol::word).toList() + "");
        }
        return protocols;
    }
}
