package dev.headroom.triggers;

import dev.headroom.triggers.Parameters.Parameter;
import dev.headroom.triggers.Parameters.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a trigger introduces itself to an HTTP server: `authModes` with the credentials that they need.
///
/// @param modes as written; empty for none
/// @param bearerToken of mode `bearer`
/// @param basic of mode `basic`
/// @param certificate of mode `tls`; its `ca` counts in every mode
/// @param oauth of mode `oauth`
/// @param custom of mode `custom`
/// @param apiKey of mode `apiKey`
public record Authentication(
        List<Mode> modes,
        String bearerToken,
        Basic basic,
        Certificate certificate,
        OAuth oauth,
        Custom custom,
        ApiKey apiKey) {

    public Authentication {
        modes = List.copyOf(modes);
    }

    /// A word of `authModes`.
    public enum Mode {
        API_KEY("apiKey"),
        BASIC("basic"),
        TLS("tls"),
        BEARER("bearer"),
        CUSTOM("custom"),
        OAUTH("oauth");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public record Basic(String username, String password) {}

    /// Texts in PEM; empty where nothing is written.
    public record Certificate(String cert, String key, String ca) {}

    public record OAuth(
            String tokenUri,
            List<String> scopes,
            String clientId,
            String clientSecret,
            Map<String, String> endpointParams) {
        public OAuth {
            scopes = List.copyOf(scopes);
            endpointParams = Map.copyOf(endpointParams);
        }
    }

    public record Custom(String header, String value) {}

    /// @param inQuery whether the key goes into the query instead of a header
    /// @param paramName of the header or query parameter; empty for `X-API-KEY` or `api_key`
    public record ApiKey(String key, boolean inQuery, String paramName) {}

    public boolean has(Mode mode) {
        return modes.contains(mode);
    }

    static Authentication read(Parameters parameters) {
        var modes = parameters.list(Parameter.of("authModes", "authMode")
                .from(Source.METADATA, Source.AUTHENTICATION)
                .oneOf("apiKey", "basic", "tls", "bearer", "custom", "oauth")
                .onlyOneOf("bearer", "basic", "oauth"));
        var bearerToken = parameters.text(secret("bearerToken", "token"));
        var basic = new Basic(parameters.text(secret("username")), parameters.text(secret("password")));
        var certificate = new Certificate(
                parameters.text(secret("cert")), parameters.text(secret("key")), parameters.text(secret("ca")));
        var oauth = new OAuth(
                parameters.text(secret("oauthTokenURI")),
                parameters.list(secret("scopes", "scope")).stream()
                        .filter(scope -> !scope.isEmpty())
                        .toList(),
                parameters.text(secret("clientID")),
                parameters.text(secret("clientSecret")),
                FormText.pairs(parameters.text(secret("endpointParams"))));
        var custom = new Custom(
                parameters.text(secret("customAuthHeader")), parameters.text(secret("customAuthValue")));
        var apiKey = new ApiKey(
                parameters.text(anywhere("apiKey")),
                parameters.text(anywhere("method").or("header").oneOf("header", "query")).equals("query"),
                parameters.text(anywhere("keyParamName")));
        var read = new Authentication(
                modes.stream().map(Authentication::mode).toList(),
                bearerToken,
                basic,
                certificate,
                oauth,
                custom,
                apiKey);
        parameters.check(read.error());
        return read;
    }

    private static Parameter secret(String... names) {
        return Parameter.of(names).from(Source.AUTHENTICATION);
    }

    private static Parameter anywhere(String name) {
        return Parameter.of(name).from(Source.METADATA, Source.AUTHENTICATION);
    }

    private static Mode mode(String word) {
        for (var mode : Mode.values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no mode of authentication: " + word);
    }

    /// The first credential that a mode needs and that is not there.
    Optional<String> error() {
        if (has(Mode.BEARER) && bearerToken.isEmpty()) {
            return Optional.of("bearer token=<empty> is required when bearer auth is enabled");
        }
        if (has(Mode.BASIC) && basic.username().isEmpty()) {
            return Optional.of("username=<empty> is required when basic auth is enabled");
        }
        if (has(Mode.TLS)) {
            var pair = missing(Map.of("cert", certificate.cert(), "key", certificate.key()), List.of("cert", "key"));
            if (pair.isPresent()) {
                return Optional.of(pair.get() + " are required when tls auth is enabled");
            }
        }
        if (has(Mode.OAUTH)) {
            var pair = missing(
                    Map.of("oauthTokenURI", oauth.tokenUri(), "clientID", oauth.clientId()),
                    List.of("oauthTokenURI", "clientID"));
            if (pair.isPresent()) {
                return Optional.of(pair.get() + " are required when oauth is enabled");
            }
        }
        if (has(Mode.CUSTOM)) {
            var pair = missing(
                    Map.of("customAuthHeader", custom.header(), "customAuthValue", custom.value()),
                    List.of("customAuthHeader", "customAuthValue"));
            if (pair.isPresent()) {
                return Optional.of(pair.get() + " are required when custom auth is enabled");
            }
        }
        return has(Mode.API_KEY) && apiKey.key().isEmpty()
                ? Optional.of("apiKey is required when apiKey auth is enabled")
                : Optional.empty();
    }

    /// `cert=<present> and key=<empty>` when one of the two is empty.
    private static Optional<String> missing(Map<String, String> values, List<String> names) {
        var said = new ArrayList<String>();
        var present = new LinkedHashMap<String, Boolean>();
        for (var name : names) {
            present.put(name, !values.getOrDefault(name, "").isEmpty());
            said.add(name + "=" + (values.getOrDefault(name, "").isEmpty() ? "<empty>" : "<present>"));
        }
        return present.containsValue(false) ? Optional.of(String.join(" and ", said)) : Optional.empty();
    }

    /// Checks that the certificates are PEM, as far as that can be seen without opening a connection.
    ///
    /// @throws TriggerException in KEDA's words, without what it says in front of them
    void checkCertificates() {
        if (!certificate.cert().isEmpty() && !certificate.key().isEmpty()) {
            if (!certificate.cert().contains("-----BEGIN CERTIFICATE-----")) {
                throw new TriggerException(
                        "error parse X509KeyPair: tls: failed to find any PEM data in certificate input");
            }
            if (!certificate.key().contains("PRIVATE KEY-----")) {
                throw new TriggerException("error parse X509KeyPair: tls: failed to find any PEM data in key input");
            }
        }
    }
}
