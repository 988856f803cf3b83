package dev.headroom.scalers;

import dev.headroom.scalers.HttpExchange.HttpAnswer.NoAnswer;
import dev.headroom.scalers.HttpExchange.HttpAnswer.Page;
import dev.headroom.triggers.Reading.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Asks as KEDA's HTTP client does: names and passwords in the URL become a header, redirections are followed, and a
/// request whose connection was closed before an answer is sent once more.
final class FollowingExchange implements HttpExchange {

    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

    /// Headers that the client itself is responsible for; written ones have no effect.
    private static final Set<String> OWN = Set.of("host", "content-length", "transfer-encoding", "trailer");

    private final HttpExchange inner;

    FollowingExchange(HttpExchange inner) {
        this.inner = inner;
    }

    @Override
    public HttpAnswer get(HttpGet get) {
        var next = get;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            var answer = once(next);
            if (!(answer instanceof Page page)
                    || !REDIRECTS.contains(page.status())
                    || page.location().filter(each -> !each.isEmpty()).isEmpty()) {
                return answer;
            }
            try {
                next = next.to(next.url().resolve(page.location().orElse("")));
            } catch (SourceUrl.Malformed malformed) {
                return new NoAnswer(Failure.OTHER, String.valueOf(malformed.getMessage()));
            }
            if (!next.url().hostname().equals(get.url().hostname())) {
                next = withoutSecrets(next);
            }
        }
        return new NoAnswer(Failure.OTHER, "stopped after " + MAX_REDIRECTS + " redirects");
    }

    private HttpAnswer once(HttpGet get) {
        for (var header : get.headers()) {
            if (!TOKEN.matcher(header.name()).matches()) {
                return new NoAnswer(Failure.OTHER, "net/http: invalid header field name \"" + header.name() + '"');
            }
            if (!VALUE.matcher(header.value()).matches()) {
                return new NoAnswer(
                        Failure.OTHER, "net/http: invalid header field value for \"" + header.name() + '"');
            }
        }
        if (!get.url().scheme().equals("http") && !get.url().isSecure()) {
            return new NoAnswer(Failure.OTHER, "unsupported protocol scheme \"" + get.url().scheme() + '"');
        }
        if (get.url().host().isEmpty()) {
            return new NoAnswer(Failure.OTHER, "http: no Host in request URL");
        }
        var ready = introduced(get);
        var answer = inner.get(ready);
        return answer instanceof NoAnswer lost && lost.failure() == Failure.RESET ? inner.get(ready) : answer;
    }

    private static HttpGet introduced(HttpGet get) {
        var headers = new ArrayList<Header>();
        boolean authorized = false;
        for (var header : get.headers()) {
            authorized |= header.name().equalsIgnoreCase("Authorization");
            if (!OWN.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.add(header);
            }
        }
        if (!get.url().userInfo().isEmpty() && !authorized) {
            headers.add(basic(get.url().userInfo()));
        }
        return new HttpGet(get.url(), headers, get.tls(), get.timeout());
    }

    /// @param login `name:password`
    static Header basic(String login) {
        return new Header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpGet withoutSecrets(HttpGet get) {
        var harmless = get.headers().stream()
                .filter(header -> !header.name().equalsIgnoreCase("Authorization")
                        && !header.name().equalsIgnoreCase("Www-Authenticate")
                        && !header.name().equalsIgnoreCase("Cookie"))
                .toList();
        return new HttpGet(get.url(), harmless, get.tls(), get.timeout());
    }
}
