package dev.headroom.apiserver;

import dev.headroom.apiserver.Reviews.ReviewException;
import dev.headroom.timeline.Timeline;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Finds out who asks: by the headers of a front proxy whose certificate holds, by a client certificate, by a token; in
/// this order, the first that knows somebody. Whoever shows something that does not hold, and nothing that does, is
/// refused; whoever shows nothing is anonymous. Source: k8s.io/apiserver, `authenticatorfactory/delegating.go`.
final class Authenticator {

    /// How long an answer about a token is good.
    static final Duration TOKEN_LIFE = Duration.ofSeconds(10);

    private final Supplier<Trusted> trusted;
    private final Reviews reviews;
    private final Timeline timeline;
    private final TimedCache<String, Optional<UserInfo>> tokens;

    Authenticator(Supplier<Trusted> trusted, Reviews reviews, Timeline timeline) {
        this.trusted = trusted;
        this.reviews = reviews;
        this.timeline = timeline;
        this.tokens = new TimedCache<>(timeline, TOKEN_LIFE);
    }

    /// What a client shows.
    ///
    /// @param certificates its chain; empty when it has none
    /// @param headers names with their values in order
    record Shown(List<X509Certificate> certificates, List<Map.Entry<String, String>> headers) {
        Shown {
            certificates = List.copyOf(certificates);
            headers = List.copyOf(headers);
        }

        private Optional<String> first(String name) {
            return headers.stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .filter(value -> !value.isEmpty())
                    .findFirst();
        }

        private List<String> all(List<String> names) {
            var values = new ArrayList<String>();
            names.forEach(name -> headers.stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name) && !each.getValue().isEmpty())
                    .forEach(each -> values.add(each.getValue())));
            return values;
        }
    }

    /// Who it is.
    sealed interface Identity {

        record Known(UserInfo user) implements Identity {}

        record Refused(String why) implements Identity {}
    }

    Identity identify(Shown shown) {
        var now = trusted.get();
        var refusals = new ArrayList<String>();
        var user = proxied(shown, now, refusals)
                .or(() -> certified(shown, now, refusals))
                .or(() -> byToken(shown, refusals));
        if (user.isPresent()) {
            return new Identity.Known(user.get().authenticated());
        }
        return refusals.isEmpty()
                ? new Identity.Known(UserInfo.ANONYMOUS)
                : new Identity.Refused(String.join("; ", refusals));
    }

    private Optional<UserInfo> proxied(Shown shown, Trusted now, List<String> refusals) {
        if (shown.certificates().isEmpty() || now.proxies().isEmpty()) {
            return Optional.empty();
        }
        var refusal = ClientCertificates.refusal(shown.certificates(), now.proxies(), timeline.now());
        if (refusal.isPresent()) {
            refusals.add("front proxy: " + refusal.get());
            return Optional.empty();
        }
        var name = ClientCertificates.commonName(shown.certificates().getFirst());
        if (!now.allowedNames().isEmpty() && !now.allowedNames().contains(name)) {
            refusals.add("front proxy: expected a common name of " + now.allowedNames() + ", got " + name);
            return Optional.empty();
        }
        var headers = now.headers();
        return headers.users().stream()
                .flatMap(each -> shown.first(each).stream())
                .findFirst()
                .map(user -> new UserInfo(
                        user,
                        headers.uids().stream().flatMap(each -> shown.first(each).stream()).findFirst().orElse(""),
                        shown.all(headers.groups()),
                        extra(shown, headers.extraPrefixes())));
    }

    private static Map<String, List<String>> extra(Shown shown, List<String> prefixes) {
        var extra = new TreeMap<String, List<String>>();
        for (var prefix : prefixes) {
            for (var header : shown.headers()) {
                if (header.getKey().regionMatches(true, 0, prefix, 0, prefix.length())) {
                    var key = header.getKey().substring(prefix.length()).toLowerCase(Locale.ROOT);
                    extra.computeIfAbsent(unescaped(key), _ -> new ArrayList<>()).add(header.getValue());
                }
            }
        }
        return extra;
    }

    private static String unescaped(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return key;
        }
    }

    private Optional<UserInfo> certified(Shown shown, Trusted now, List<String> refusals) {
        if (shown.certificates().isEmpty() || now.clients().isEmpty()) {
            return Optional.empty();
        }
        var refusal = ClientCertificates.refusal(shown.certificates(), now.clients(), timeline.now());
        if (refusal.isPresent()) {
            refusals.add("client: " + refusal.get());
            return Optional.empty();
        }
        var own = shown.certificates().getFirst();
        var name = ClientCertificates.commonName(own);
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new UserInfo(name, "", ClientCertificates.subject(own, "O"), Map.of()));
    }

    private Optional<UserInfo> byToken(Shown shown, List<String> refusals) {
        var token = shown.first("Authorization")
                .filter(each -> each.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(each -> each.substring(7).strip())
                .filter(each -> !each.isEmpty());
        if (token.isEmpty()) {
            return Optional.empty();
        }
        var key = hash(token.get());
        var remembered = tokens.find(key);
        Optional<UserInfo> user;
        try {
            user = remembered.isPresent() ? remembered.get() : tokens.remember(key, reviews.token(token.get()));
        } catch (ReviewException unanswered) {
            refusals.add("token: " + unanswered.getMessage());
            return Optional.empty();
        }
        if (user.isEmpty()) {
            refusals.add("token: nobody's");
        }
        return user;
    }

    /// Tokens are not kept, only told apart.
    private static String hash(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
