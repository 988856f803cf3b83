package dev.headroom.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How a client of this program speaks to a server: credentials, TLS, redirects. Source: Prometheus docs,
/// `<http_config>`.
///
/// @param proxyUrl of the proxy that requests go through, `http` or `socks5`; empty for none
public record HttpClientConfig(
        Credentials credentials,
        TlsConfig tls,
        Map<String, List<String>> headers,
        boolean followRedirects,
        boolean enableHttp2,
        String proxyUrl) {

    public static final HttpClientConfig PLAIN =
            new HttpClientConfig(new Credentials.None(), TlsConfig.PLAIN, Map.of(), true, true);

    /// A client that asks servers directly.
    public HttpClientConfig(
            Credentials credentials,
            TlsConfig tls,
            Map<String, List<String>> headers,
            boolean followRedirects,
            boolean enableHttp2) {
        this(credentials, tls, headers, followRedirects, enableHttp2, "");
    }

    public HttpClientConfig {
        headers = Map.copyOf(headers);
    }

    /// Reads a file that holds nothing else, as `promtool --http.config.file` takes it.
    ///
    /// @param warnings takes what is known and not done here
    /// @throws dev.headroom.manifests.ManifestException when it cannot be read or is not valid
    public static HttpClientConfig load(Path file, List<String> warnings) {
        return ConfigFile.load(file, "the configuration of an HTTP client", warnings, HttpClientReader::read);
    }

    /// What is sent as `Authorization`.
    public sealed interface Credentials {

        record None() implements Credentials {}

        record Basic(Secret username, Secret password) implements Credentials {}

        record Typed(String type, Secret secret) implements Credentials {}

        /// Known, refused when it is used.
        record OAuth2() implements Credentials {}
    }

    /// A text that stands in the configuration, or in a file that is read each time; never printed.
    public record Secret(String text, String file) {

        public static final Secret NONE = new Secret("", "");

        @Override
        public String toString() {
            return file.isEmpty() ? "<secret>" : "<secret in " + file + ">";
        }
    }

    /// Certificates and keys in PEM form.
    public record TlsConfig(
            Secret authorities, Secret certificate, Secret key, String serverName, boolean insecureSkipVerify,
            String minVersion, String maxVersion) {

        public static final TlsConfig PLAIN =
                new TlsConfig(Secret.NONE, Secret.NONE, Secret.NONE, "", false, "", "");
    }
}
