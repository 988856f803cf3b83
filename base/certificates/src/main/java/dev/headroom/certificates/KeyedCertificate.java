package dev.headroom.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate with its key.
public record KeyedCertificate(X509Certificate certificate, PrivateKey key) {

    public Validity validity() {
        return Validity.of(certificate);
    }

    public String certificatePem() {
        return Pem.text(certificate);
    }

    public String keyPem() {
        return Pem.text(key);
    }

    /// @throws PemException when either text holds anything else
    public static KeyedCertificate of(String certificatePem, String keyPem) {
        return new KeyedCertificate(Pem.certificates(certificatePem).getFirst(), Pem.key(keyPem));
    }
}
