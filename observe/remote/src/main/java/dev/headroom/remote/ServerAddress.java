package dev.headroom.remote;

import dev.headroom.config.HttpClientConfig;
import java.net.URI;
import java.net.URISyntaxException;

/// Where a Prometheus-compatible server is, and how it is spoken to.
///
/// @param url in front of `/api/v1/`, without a slash at its end; a path in it stays, as servers with many tenants
///     need it
public record ServerAddress(String url, HttpClientConfig client) {

    /// @throws IllegalArgumentException for what is no address of a server
    public ServerAddress {
        url = url.replaceAll("/+$", "");
        try {
            var parsed = new URI(url);
            boolean isHttp = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
            if (!isHttp || parsed.getHost() == null || parsed.getRawQuery() != null) {
                throw new IllegalArgumentException(wrong(url));
            }
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(wrong(url));
        }
    }

    private static String wrong(String url) {
        return "expected an address like http://prometheus:9090, got \"" + url + '"';
    }

    @Override
    public String toString() {
        return url;
    }
}
