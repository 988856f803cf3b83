package dev.headroom.config;

import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.HttpClientConfig.Secret;
import dev.headroom.config.HttpClientConfig.TlsConfig;
import dev.headroom.manifests.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the keys of an HTTP client that stand among the keys of a section.
final class HttpClientReader {

    private static final List<String> PROXY = List.of("no_proxy", "proxy_from_environment", "proxy_connect_header");

    private HttpClientReader() {}

    static HttpClientConfig read(Section section) {
        var tls = section.section("tls_config").map(HttpClientReader::tls).orElse(TlsConfig.PLAIN);
        return new HttpClientConfig(
                credentials(section),
                tls,
                headers(section),
                section.truth("follow_redirects", true),
                section.truth("enable_http2", true),
                proxy(section));
    }

    private static Credentials credentials(Section section) {
        var bearer = secret(section, "bearer_token", "bearer_token_file");
        var basic = section.section("basic_auth").map(HttpClientReader::basic);
        var typed = section.section("authorization").map(HttpClientReader::typed);
        var oauth2 = section.section("oauth2").map(HttpClientReader::oauth2);
        boolean other = basic.isPresent() || oauth2.isPresent();
        boolean token = !bearer.equals(Secret.NONE);
        if (token && (other || typed.isPresent())) {
            throw section.wrong("at most one of basic_auth, authorization, oauth2, bearer_token and bearer_token_file",
                    "more");
        }
        if (other && (typed.isPresent() || (basic.isPresent() && oauth2.isPresent()))) {
            throw section.wrong("at most one of basic_auth, oauth2 and authorization", "more");
        }
        if (oauth2.isPresent()) {
            section.ignored("oauth2", "tokens of OAuth 2 are not fetched; use authorization with credentials_file");
        }
        return basic.or(() -> typed)
                .or(() -> oauth2)
                .orElseGet(() -> token ? new Credentials.Typed("Bearer", bearer) : new Credentials.None());
    }

    private static Credentials basic(Section section) {
        var username = secret(section, "username", "username_file");
        var password = secret(section, "password", "password_file");
        section.ignored(List.of("username_ref", "password_ref"), "there is no secret manager");
        section.close();
        return new Credentials.Basic(username, password);
    }

    private static Credentials typed(Section section) {
        var type = section.text("type").strip();
        if (type.equalsIgnoreCase("basic")) {
            throw section.wrong("type", "another type than basic; use basic_auth for it", '"' + type + '"');
        }
        var secret = secret(section, "credentials", "credentials_file");
        section.ignored("credentials_ref", "there is no secret manager");
        section.close();
        return new Credentials.Typed(type.isEmpty() ? "Bearer" : type, secret);
    }

    private static Credentials oauth2(Section section) {
        if (section.text("client_id").isEmpty()) {
            throw section.wrong("a client_id", "none");
        }
        if (section.text("token_url").isEmpty()) {
            throw section.wrong("a token_url", "none");
        }
        secret(section, "client_secret", "client_secret_file");
        section.texts("scopes");
        section.map("endpoint_params");
        section.section("tls_config").ifPresent(HttpClientReader::tls);
        proxy(section);
        for (var key : List.of("client_secret_ref", "client_certificate_key_id", "client_certificate_key",
                "client_certificate_key_file", "signature_algorithm", "grant_type", "iss", "claims")) {
            section.at(key);
        }
        section.close();
        return new Credentials.OAuth2();
    }

    private static TlsConfig tls(Section section) {
        var authorities = secret(section, "ca", "ca_file");
        var certificate = secret(section, "cert", "cert_file");
        var key = secret(section, "key", "key_file");
        section.ignored(List.of("ca_ref", "cert_ref", "key_ref"), "there is no secret manager");
        boolean certified = !certificate.equals(Secret.NONE);
        if (certified == key.equals(Secret.NONE)) {
            throw section.wrong("a certificate and a key, or neither", certified ? "no key" : "no certificate");
        }
        var read = new TlsConfig(
                authorities,
                certificate,
                key,
                section.text("server_name"),
                section.truth("insecure_skip_verify", false),
                version(section, "min_version"),
                version(section, "max_version"));
        section.close();
        return read;
    }

    private static String version(Section section, String key) {
        return section.at(key).oneOf(Set.of("", "TLS10", "TLS11", "TLS12", "TLS13"), "");
    }

    /// A secret written out under one key, or in the file under another.
    private static Secret secret(Section section, String key, String fileKey) {
        var secret = new Secret(section.text(key), section.path(fileKey));
        if (!secret.text().isEmpty() && !secret.file().isEmpty()) {
            throw section.wrong("at most one of " + key + " and " + fileKey, "both");
        }
        return secret;
    }

    /// The proxy to go through; empty for none.
    private static String proxy(Section section) {
        var proxy = url(section, "proxy_url");
        section.truth("proxy_from_environment", false);
        if (section.has("proxy_url") && section.truth("proxy_from_environment", false)) {
            throw section.wrong("proxy_url or proxy_from_environment", "both");
        }
        section.ignored(PROXY, "only proxy_url says which requests go through a proxy: all of them");
        if (proxy.isEmpty() || proxy.startsWith("http://") || proxy.startsWith("socks5://")) {
            return proxy;
        }
        section.ignored("proxy_url", "only http and socks5 proxies are used; servers are asked directly");
        return "";
    }

    /// A URL, checked for its form as far as Prometheus does; empty when it is not there.
    static String url(Section section, String key) {
        var text = section.text(key);
        boolean control = text.chars().anyMatch(letter -> letter < ' ' || letter == 0x7f);
        if (control || text.startsWith(":")) {
            throw section.wrong(key, "a URL", '"' + text + '"');
        }
        return text;
    }

    private static Map<String, List<String>> headers(Section section) {
        var headers = new LinkedHashMap<String, List<String>>();
        for (Map.Entry<String, Field> entry : section.at("http_headers").entries().entrySet()) {
            var header = section.item(entry.getValue(), "a header");
            var values = new ArrayList<>(header.texts("values"));
            values.addAll(header.texts("secrets"));
            header.ignored("files", "headers from files are not sent");
            header.close();
            headers.put(entry.getKey(), values);
        }
        return headers;
    }
}
