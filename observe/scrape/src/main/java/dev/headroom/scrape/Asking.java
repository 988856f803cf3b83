package dev.headroom.scrape;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.NameEscaping;
import dev.headroom.config.ScrapeProtocol;
import java.util.List;

/// How a page is asked for.
///
/// @param protocols formats, most wanted first
/// @param fallback how a page is read whose type is missing or unknown
/// @param escaping how names beyond letters, digits and underscores are asked for
/// @param compression whether it may come packed
public record Asking(
        List<ScrapeProtocol> protocols,
        ScrapeProtocol fallback,
        NameEscaping escaping,
        boolean compression,
        HttpClientConfig http) {

    public static final Asking STANDARD = new Asking(
            ScrapeProtocol.DEFAULT, ScrapeProtocol.TEXT_0_0_4, NameEscaping.ALLOW_UTF_8, true, HttpClientConfig.PLAIN);

    public Asking {
        protocols = List.copyOf(protocols);
    }

    /// The `Accept` header.
    String accept() {
        var header = new StringBuilder();
        int weight = ScrapeProtocol.values().length + 1;
        for (var protocol : protocols) {
            boolean escapes = protocol == ScrapeProtocol.OPENMETRICS_1_0_0 || protocol == ScrapeProtocol.TEXT_1_0_0;
            header.append(protocol.mediaType())
                    .append(escapes ? ";escaping=" + escaping.word() : "")
                    .append(";q=0.")
                    .append(weight)
                    .append(',');
            weight--;
        }
        return header.append("*/*;q=0.").append(weight).toString();
    }
}
