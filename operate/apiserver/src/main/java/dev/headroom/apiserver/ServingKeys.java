package dev.headroom.apiserver;

import dev.headroom.certificates.KeyedCertificate;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate that handshakes present: it can be changed while the server runs, open connections stay.
final class ServingKeys extends X509ExtendedKeyManager {

    private volatile Pair pair;

    /// @param last for handshakes that began with it
    private record Pair(KeyedCertificate current, KeyedCertificate last) {}

    ServingKeys(KeyedCertificate first) {
        this.pair = new Pair(first, first);
    }

    void present(KeyedCertificate next) {
        if (!next.equals(pair.current())) {
            pair = new Pair(next, pair.current());
        }
    }

    private KeyedCertificate named(String alias) {
        var now = pair;
        return name(now.last()).equals(alias) ? now.last() : now.current();
    }

    private static String name(KeyedCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    /// The serial number, so that certificate and key of one handshake belong together.
    private @Nullable String alias(String keyType) {
        var now = pair.current();
        return keyType.startsWith(now.key().getAlgorithm()) ? name(now) : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {named(alias).certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return named(alias).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        var alias = alias(keyType);
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    /// Takes every certificate: TLS proves that the client has its key, [Authenticator] decides whether it counts. A
    /// client with a wrong one is answered 401 instead of a broken connection.
    static final class AnyClient extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw noServer(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw noServer(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw noServer(chain);
        }

        private static IllegalStateException noServer(X509Certificate[] chain) {
            return new IllegalStateException("this side is the server, got " + List.of(chain));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
