package dev.headroom.discovery;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.HttpClientConfig.Secret;
import dev.headroom.config.HttpClientConfig.TlsConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// HTTP clients with the credentials and certificates of a configuration; those with the same TLS settings share one.
public final class HttpClients implements AutoCloseable {

    /// Connections to one address: more than the loops of one address need, unless its pages hang.
    private static final int MAX_CONNECTIONS_PER_ADDRESS = 64;
    private static final int KEEP_ALIVE_SECONDS = 90;
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private final Vertx vertx;
    private final Map<TlsConfig, HttpClient> clients = new ConcurrentHashMap<>();

    public HttpClients(Vertx vertx) {
        this.vertx = vertx;
    }

    /// The client for servers that are spoken to in that way.
    ///
    /// @throws UncheckedIOException when a certificate cannot be read
    public HttpClient of(HttpClientConfig config) {
        return clients.computeIfAbsent(config.tls(), this::client);
    }

    private HttpClient client(TlsConfig tls) {
        var options = new HttpClientOptions()
                .setDecompressionSupported(false)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTrustAll(tls.insecureSkipVerify())
                .setVerifyHost(!tls.insecureSkipVerify());
        if (!tls.authorities().equals(Secret.NONE)) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(text(tls.authorities()))));
        }
        if (!tls.certificate().equals(Secret.NONE)) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(text(tls.certificate())))
                    .addKeyValue(Buffer.buffer(text(tls.key()))));
        }
        if (!tls.minVersion().isEmpty() || !tls.maxVersion().isEmpty()) {
            options.setEnabledSecureTransportProtocols(versions(tls));
        }
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_ADDRESS))
                .withConnectHandler(HttpClients::quietly)
                .build();
    }

    /// A connection that breaks is seen by the request on it; an idle one that does is nobody's concern.
    private static void quietly(HttpConnection connection) {
        connection.exceptionHandler(_ -> {});
    }

    /// A client for the name server of this machine.
    DnsClient names() {
        return vertx.createDnsClient();
    }

    private static Set<String> versions(TlsConfig tls) {
        int least = index(tls.minVersion(), VERSIONS.indexOf("TLSv1.2"));
        int most = index(tls.maxVersion(), VERSIONS.size() - 1);
        return new LinkedHashSet<>(VERSIONS.subList(Math.min(least, most), most + 1));
    }

    /// The place of a version such as `TLS12` among [#VERSIONS].
    private static int index(String version, int fallback) {
        return switch (version) {
            case "TLS10" -> 0;
            case "TLS11" -> 1;
            case "TLS12" -> 2;
            case "TLS13" -> 3;
            case String _ -> fallback;
        };
    }

    /// Options of a request to a URL, with what the configuration adds to every request.
    ///
    /// @throws UncheckedIOException when a file of a secret cannot be read
    public static RequestOptions request(String url, HttpClientConfig config) {
        var options = new RequestOptions().setAbsoluteURI(url).setFollowRedirects(config.followRedirects());
        switch (config.credentials()) {
            case Credentials.None _, Credentials.OAuth2 _ -> {}
            case Credentials.Basic basic -> {
                var pair = text(basic.username()) + ":" + text(basic.password());
                options.putHeader("Authorization", "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            }
            case Credentials.Typed typed ->
                options.putHeader("Authorization", typed.type() + " " + text(typed.secret()));
        }
        if (!config.proxyUrl().isEmpty()) {
            options.setProxyOptions(proxy(URI.create(config.proxyUrl())));
        }
        config.headers().forEach((name, values) -> options.putHeader(name, String.join(",", values)));
        if (!config.tls().serverName().isEmpty() && Boolean.TRUE.equals(options.isSsl())) {
            options.setServer(SocketAddress.inetSocketAddress(options.getPort(), options.getHost()))
                    .setHost(config.tls().serverName());
        }
        return options;
    }

    private static ProxyOptions proxy(URI url) {
        boolean socks = "socks5".equals(url.getScheme());
        int standard = socks ? 1080 : 80;
        var proxy = new ProxyOptions()
                .setType(socks ? ProxyType.SOCKS5 : ProxyType.HTTP)
                .setHost(url.getHost())
                .setPort(url.getPort() < 0 ? standard : url.getPort());
        var user = url.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            proxy.setUsername(colon < 0 ? user : user.substring(0, colon))
                    .setPassword(colon < 0 ? "" : user.substring(colon + 1));
        }
        return proxy;
    }

    private static String text(Secret secret) {
        if (secret.file().isEmpty()) {
            return secret.text();
        }
        try {
            return Files.readString(Path.of(secret.file())).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the secret in " + secret.file() + ": " + failure, failure);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::close);
    }
}
