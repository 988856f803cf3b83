package dev.headroom.scalers;

import dev.headroom.scalers.HttpExchange.HttpAnswer.NoAnswer;
import dev.headroom.scalers.HttpExchange.HttpAnswer.Page;
import dev.headroom.scalers.HttpExchange.HttpGet;
import dev.headroom.scalers.HttpExchange.Tls;
import dev.headroom.triggers.Authentication.Mode;
import dev.headroom.triggers.FormText;
import dev.headroom.triggers.MetricsApiTrigger;
import dev.headroom.triggers.Reading;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A number somewhere in the answer of an HTTP server.
final class MetricsApiScaler implements Scaler {

    private static final String PREFIX = "error requesting metrics endpoint: ";

    private final MetricsApiTrigger trigger;
    private final HttpExchange exchange;
    private final Duration usualTimeout;

    MetricsApiScaler(MetricsApiTrigger trigger, HttpExchange exchange, Duration usualTimeout) {
        this.trigger = trigger;
        this.exchange = exchange;
        this.usualTimeout = usualTimeout;
    }

    @Override
    public Reading read(Instant now) {
        if (trigger.aggregation().isPresent()) {
            return new Reading.Failed(PREFIX + "aggregateFromKubeServiceEndpoints needs the endpoints of a Kubernetes"
                    + " Service, which nobody gave; ask the URL itself");
        }
        SourceUrl url;
        try {
            url = SourceUrl.parse(trigger.url());
        } catch (SourceUrl.Malformed malformed) {
            return new Reading.Failed(PREFIX + malformed.getMessage());
        }
        var authentication = trigger.authentication();
        if (authentication.has(Mode.API_KEY) && authentication.apiKey().inQuery()) {
            url = url.withQuery(withKey(url.query().orElse("")));
        }
        var get = new HttpGet(url, headers(), tls(), trigger.timeout().orElse(usualTimeout));
        return switch (exchange.get(get)) {
            case NoAnswer none ->
                new Reading.Failed(
                        PREFIX + "Get \"" + url.scheme() + "://" + url.host() + url.path() + "\": " + none.error(),
                        Optional.of(none.failure()));
            case Page page when page.status() != 200 ->
                new Reading.Failed(PREFIX + URLDecoder.decode(page.url().path().replace("+", "%2B"),
                        StandardCharsets.UTF_8) + ": api returned " + page.status());
            case Page page -> value(new String(page.body(), StandardCharsets.UTF_8));
        };
    }

    private Reading value(String body) {
        try {
            double value = switch (trigger.format()) {
                case JSON -> JsonLocation.find(body, trigger.valueLocation());
                case YAML -> YamlLocation.find(body, trigger.valueLocation());
                case PROMETHEUS -> PageLocation.find(body, trigger.valueLocation());
                case XML -> throw new NoValueException("format xml is not read, by KEDA neither; use json, yaml or"
                        + " prometheus");
            };
            return new Reading.Number(value);
        } catch (NoValueException wrong) {
            return new Reading.Failed(PREFIX + wrong.getMessage());
        }
    }

    private String withKey(String query) {
        var key = trigger.authentication().apiKey();
        var pairs = new TreeMap<>(FormText.pairs(query));
        pairs.put(key.paramName().isEmpty() ? "api_key" : key.paramName(), key.key());
        return pairs.entrySet().stream()
                .map(each -> FormText.escaped(each.getKey()) + "=" + FormText.escaped(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private List<HttpExchange.Header> headers() {
        var headers = new HeaderSet();
        var authentication = trigger.authentication();
        var key = authentication.apiKey();
        if (authentication.has(Mode.API_KEY) && !key.inQuery()) {
            headers.set(key.paramName().isEmpty() ? "X-API-KEY" : key.paramName(), key.key());
        }
        if (authentication.has(Mode.BASIC)) {
            var login = authentication.basic();
            headers.add(FollowingExchange.basic(login.username() + ":" + login.password()));
        }
        if (authentication.has(Mode.BEARER)) {
            headers.set("Authorization", "Bearer " + authentication.bearerToken());
        }
        return headers.all();
    }

    private Tls tls() {
        return trigger.authentication().has(Mode.TLS)
                ? new Tls(trigger.unsafeSsl(), trigger.authentication().certificate())
                : Tls.of(trigger.unsafeSsl());
    }
}
