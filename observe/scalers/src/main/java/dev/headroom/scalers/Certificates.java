package dev.headroom.scalers;

import dev.headroom.scalers.HttpExchange.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Makes a client show the certificate of a trigger and trust its authority besides the usual ones.
final class Certificates {

    private Certificates() {}

    static void use(Tls tls, HttpClientOptions options) {
        var own = tls.own();
        if (!own.cert().isEmpty() && !own.key().isEmpty()) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(own.cert()))
                    .addKeyValue(Buffer.buffer(own.key())));
        }
        if (!own.ca().isEmpty() && !tls.trustsAll()) {
            try {
                options.setTrustOptions(TrustOptions.wrap(
                        new Either(managers(null), managers(authority(own.ca())))));
            } catch (GeneralSecurityException | IOException wrong) {
                throw new IllegalArgumentException(
                        "ca: expected certificates in PEM, got: " + wrong.getMessage(), wrong);
            }
        }
    }

    private static KeyStore authority(String pem) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        int number = 0;
        for (var certificate : certificates) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        return store;
    }

    private static X509TrustManager managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
    }

    /// Trusts what one of two trusts.
    private record Either(X509TrustManager usual, X509TrustManager own) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            usual.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            try {
                own.checkServerTrusted(chain, type);
            } catch (CertificateException _) {
                usual.checkServerTrusted(chain, type);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            var issuers = new java.util.ArrayList<>(List.of(usual.getAcceptedIssuers()));
            issuers.addAll(List.of(own.getAcceptedIssuers()));
            return issuers.toArray(X509Certificate[]::new);
        }
    }
}
