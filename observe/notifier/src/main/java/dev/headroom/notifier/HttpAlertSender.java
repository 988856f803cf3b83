package dev.headroom.notifier;

import dev.headroom.config.AlertingConfig.Alertmanagers;
import dev.headroom.discovery.HttpClients;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Posts batches over HTTP, to version 2 of Alertmanager's API.
public final class HttpAlertSender implements AlertSender {

    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClients clients;

    public HttpAlertSender(HttpClients clients) {
        this.clients = clients;
    }

    @Override
    public CompletableFuture<Outcome> send(String url, String json, Alertmanagers how) {
        try {
            var options = HttpClients.request(url, how.http())
                    .setMethod(HttpMethod.POST)
                    .setConnectTimeout(how.timeout().toMillis())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("User-Agent", "Headroom");
            return clients.of(how.http())
                    .request(options)
                    .compose(request -> request.send(json).compose(response ->
                            response.body().map(body -> outcome(response.statusCode(), body.toString()))))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(how.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> new Outcome.Unreachable(String.valueOf(failure)));
        } catch (RuntimeException unusable) {
            return CompletableFuture.completedFuture(new Outcome.Unreachable(String.valueOf(unusable)));
        }
    }

    private static Outcome outcome(int status, String body) {
        if (status / 100 == 2) {
            return new Outcome.Delivered();
        }
        var why = "HTTP status " + status + " " + body.strip();
        return status >= 500 || status == TOO_MANY_REQUESTS ? new Outcome.Unreachable(why) : new Outcome.Refused(why);
    }
}
