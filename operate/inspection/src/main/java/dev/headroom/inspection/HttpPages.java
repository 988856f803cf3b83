package dev.headroom.inspection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a running Headroom (or, for PromQL, any Prometheus) over HTTP.
public final class HttpPages implements Pages {

    /// Where `headroom up` and `headroom demo` listen.
    public static final String DEFAULT_URL = "http://127.0.0.1:9095";

    private static final Duration TIMEOUT = Duration.ofSeconds(130);
    private static final JsonMapper JSON = new JsonMapper();

    private final String url;

    /// @throws InspectionException when it is no URL
    public HttpPages(String url) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        if (!this.url.matches("https?://[^/\\s]+.*")) {
            throw new InspectionException("--url: expected a URL like " + DEFAULT_URL + ", got \"" + url + '"');
        }
    }

    /// The JSON answer to a GET, whatever its status.
    @Override
    public JsonNode ask(String path, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var address = url + path + (query.isEmpty() ? "" : "?" + query);
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            var request = HttpRequest.newBuilder(URI.create(address)).timeout(TIMEOUT).build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (ConnectException _) {
            throw new InspectionException(url + ": expected a running Headroom, got no connection; start one with"
                    + " `headroom demo` or `headroom up MANIFEST...`, name another with --url, or ask a cluster with"
                    + " `kubectl headroom`");
        } catch (HttpTimeoutException _) {
            throw new InspectionException(url + ": expected an answer within " + TIMEOUT.toSeconds() + " s, got none");
        } catch (JacksonException _) {
            throw new InspectionException(
                    url + path + ": expected a JSON answer, got something else; is that a Headroom?");
        } catch (IOException failure) {
            throw new InspectionException(url + ": expected an answer, got " + failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InspectionException("interrupted");
        }
    }
}
