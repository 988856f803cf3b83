package dev.headroom.loadgen;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/// One kind of request in a load test, and how often it is sent among the others.
///
/// @param method in capitals
/// @param headers sent with every request of this kind; `host` and `content-length` are added by the client
/// @param weight its share is `weight` of the sum of all weights
public record LoadRequest(String method, URI url, Map<String, String> headers, Buffer body, int weight) {

    public LoadRequest {
        method = method.toUpperCase(Locale.ROOT);
        headers = Map.copyOf(headers);
        var scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new LoadException("URL: expected one like http://127.0.0.1:8000/predict, got \"" + url + '"');
        }
        if (!method.matches("[A-Z][A-Z-]{0,30}")) {
            throw new LoadException("method: expected one like GET or POST, got \"" + method + '"');
        }
        headers.forEach((name, value) -> {
            if (!name.matches("[!#-'*+.^_`|~0-9A-Za-z-]+") || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
                throw new LoadException("header: expected a name and a value of one line, got \"" + name + '"');
            }
        });
        if (weight < 1) {
            throw new LoadException("weight of " + method + ' ' + url + ": expected 1 or more, got " + weight);
        }
    }

    public static LoadRequest fetch(URI url) {
        return new LoadRequest("GET", url, Map.of(), Buffer.buffer(), 1);
    }

    public static LoadRequest post(URI url, String json) {
        return new LoadRequest("POST", url, Map.of("content-type", "application/json"), Buffer.buffer(json), 1);
    }

    /// The same request, sent `weight` times as often as one of weight one.
    public LoadRequest withWeight(int weight) {
        return new LoadRequest(method, url, headers, body, weight);
    }

    boolean secure() {
        return "https".equals(url.getScheme());
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : secure() ? 443 : 80;
    }

    /// The host without the brackets of an IPv6 address.
    String host() {
        var host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// Host and port, the port only where it is not the scheme's own.
    String authority() {
        return port() == (secure() ? 443 : 80) ? url.getHost() : url.getHost() + ':' + port();
    }

    /// Path and query, as the request line has them.
    String target() {
        var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + '?' + url.getRawQuery();
    }
}
