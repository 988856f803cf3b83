package dev.headroom.scalers;

import dev.headroom.scalers.HttpExchange.HttpAnswer.NoAnswer;
import dev.headroom.scalers.HttpExchange.HttpAnswer.Page;
import dev.headroom.scalers.HttpExchange.HttpGet;
import dev.headroom.scalers.HttpExchange.Tls;
import dev.headroom.triggers.Authentication.Mode;
import dev.headroom.triggers.FormText;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// An instant query to a server that speaks the HTTP API of Prometheus (Prometheus, Thanos, Mimir, VictoriaMetrics).
final class PrometheusScaler implements Scaler {

    /* notes
     *
     * Of the modes of authentication the first of bearer, basic and custom counts; tls is a matter of the connection,
     * apiKey and oauth have no effect here, as in KEDA. The namespace is sent as it is written, everything else
     * escaped.
     */

    private final PrometheusTrigger trigger;
    private final HttpExchange exchange;
    private final Duration usualTimeout;

    PrometheusScaler(PrometheusTrigger trigger, HttpExchange exchange, Duration usualTimeout) {
        this.trigger = trigger;
        this.exchange = exchange;
        this.usualTimeout = usualTimeout;
    }

    @Override
    public Reading read(Instant now) {
        if (!trigger.podIdentity().isEmpty()) {
            return new Reading.Failed(
                    "expected credentials of its own, got the pod identity " + trigger.podIdentity()
                            + ", which only that cloud can check; use authModes",
                    Optional.of(Reading.Failure.OTHER));
        }
        SourceUrl url;
        try {
            url = SourceUrl.parse(url(now));
        } catch (SourceUrl.Malformed malformed) {
            return new Reading.Failed(String.valueOf(malformed.getMessage()));
        }
        var get = new HttpGet(url, headers(), tls(), trigger.timeout().orElse(usualTimeout));
        return switch (exchange.get(get)) {
            case NoAnswer none ->
                new Reading.Failed(
                        "Get \"" + url.scheme() + "://" + url.host() + url.path() + "\": " + none.error(),
                        Optional.of(none.failure()));
            case Page page when page.status() < 200 || page.status() > 299 ->
                new Reading.Failed("prometheus query api returned error. status: " + page.status());
            case Page page -> PrometheusAnswer.read(page.body(), trigger.query());
        };
    }

    private String url(Instant now) {
        var url = new StringBuilder(trigger.serverAddress())
                .append("/api/v1/query?query=")
                .append(FormText.escaped(trigger.query()))
                .append("&time=")
                .append(now.truncatedTo(ChronoUnit.SECONDS));
        if (!trigger.namespace().isEmpty()) {
            url.append("&namespace=").append(trigger.namespace());
        }
        new TreeMap<>(trigger.queryParameters())
                .forEach((key, value) -> url.append('&')
                        .append(FormText.escaped(key))
                        .append('=')
                        .append(FormText.escaped(value)));
        return url.toString();
    }

    private List<HttpExchange.Header> headers() {
        var headers = new HeaderSet();
        trigger.customHeaders().forEach(headers::set);
        var authentication = trigger.authentication();
        if (authentication.has(Mode.BEARER)) {
            headers.set("Authorization", "Bearer " + authentication.bearerToken());
        } else if (authentication.has(Mode.BASIC)) {
            var login = authentication.basic();
            headers.add(FollowingExchange.basic(login.username() + ":" + login.password()));
        } else if (authentication.has(Mode.CUSTOM)) {
            headers.set(authentication.custom().header(), authentication.custom().value());
        }
        return headers.all();
    }

    /// With a certificate or an authority of its own the server's certificate is always checked.
    private Tls tls() {
        var authentication = trigger.authentication();
        boolean own = authentication.has(Mode.TLS)
                || (!authentication.modes().isEmpty()
                        && !authentication.certificate().ca().isEmpty());
        return own ? new Tls(false, authentication.certificate()) : Tls.of(trigger.unsafeSsl());
    }
}
