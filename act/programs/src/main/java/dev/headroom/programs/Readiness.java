package dev.headroom.programs;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How a program tells that it is ready: it answers a request with status 200.
///
/// @param url on loopback, `http` or `https`
/// @param trust whom to believe about a certificate; without it, whom Java believes
/// @param patience how long it may take
public record Readiness(URI url, Optional<SSLContext> trust, Duration patience) {

    /// Over plain HTTP.
    public static Readiness http(int port, String path, Duration patience) {
        return new Readiness(URI.create("http://127.0.0.1:" + port + path), Optional.empty(), patience);
    }

    /// Over HTTPS.
    public static Readiness https(int port, String path, SSLContext trust, Duration patience) {
        return new Readiness(URI.create("https://127.0.0.1:" + port + path), Optional.of(trust), patience);
    }
}
