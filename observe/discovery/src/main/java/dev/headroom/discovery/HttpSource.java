package dev.headroom.discovery;

import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import dev.headroom.config.TargetGroups;
import dev.headroom.manifests.ManifestException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Groups behind a URL, as JSON. An answer other than 200 with JSON is none.
final class HttpSource implements TargetSources.Source {

    /// More than this is no list of targets (limit of an answer of `http_sd_configs`).
    static final int MAX_BYTES = 16 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SdConfig.Http config;
    private final HttpClients clients;

    HttpSource(SdConfig.Http config, HttpClients clients) {
        this.config = config;
        this.clients = clients;
    }

    @Override
    public List<Group> groups() {
        try {
            var options = HttpClients.request(config.url(), config.http())
                    .setConnectTimeout(TIMEOUT.toMillis())
                    .putHeader("Accept", "application/json")
                    .putHeader("User-Agent", "Headroom")
                    .putHeader("X-Prometheus-Refresh-Interval-Seconds",
                            Long.toString(config.refreshInterval().toSeconds()));
            var body = clients.of(config.http())
                    .request(options)
                    .compose(request -> request.send().compose(HttpSource::page))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (body.length() > MAX_BYTES) {
                throw new SourceException(wrong("more than " + MAX_BYTES + " bytes"));
            }
            return TargetGroups.parse(config.url(), body.toString()).stream()
                    .map(group -> FileSource.labelled(group, "__meta_url", config.url()))
                    .toList();
        } catch (ExecutionException failure) {
            throw new SourceException(wrong(String.valueOf(failure.getCause())));
        } catch (TimeoutException _) {
            throw new SourceException(wrong("no answer within " + TIMEOUT.toSeconds() + " s"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new SourceException(wrong("interrupted"));
        } catch (ManifestException | UncheckedIOException failure) {
            throw new SourceException(wrong(String.valueOf(failure.getMessage())));
        }
    }

    private static Future<Buffer> page(HttpClientResponse response) {
        var type = String.valueOf(response.getHeader("Content-Type"));
        boolean json = type.strip().startsWith("application/json");
        return response.statusCode() == 200 && json
                ? response.body()
                : Future.failedFuture("expected 200 with application/json, got " + response.statusCode() + " with "
                        + type);
    }

    private String wrong(String why) {
        return "targets from " + config.url() + ": " + why;
    }
}
