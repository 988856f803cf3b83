package dev.headroom.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Certificates and keys as PEM text. Keys are written as PKCS #8 and read in the older forms too.
public final class Pem {

    private Pem() {}

    public static String text(X509Certificate certificate) {
        try {
            return text("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException wrong) {
            throw new IllegalStateException("a certificate without an encoding", wrong);
        }
    }

    /// One after the other, as bundles of authorities are.
    public static String text(Collection<X509Certificate> certificates) {
        return certificates.stream().map(Pem::text).collect(Collectors.joining());
    }

    public static String text(PrivateKey key) {
        return text("PRIVATE KEY", key.getEncoded());
    }

    /// In the form that verifiers of service account tokens take.
    public static String text(PublicKey key) {
        return text("PUBLIC KEY", key.getEncoded());
    }

    private static String text(String type, byte[] content) {
        var out = new StringWriter();
        try (var writer = new PemWriter(out)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory", impossible);
        }
        return out.toString();
    }

    /// All certificates of a text, at least one; whatever else stands there is passed over.
    ///
    /// @throws PemException when there is none, or one that cannot be read
    public static List<X509Certificate> certificates(String pem) {
        var converter = new JcaX509CertificateConverter();
        var found = new ArrayList<X509Certificate>();
        for (var each : objects(pem)) {
            if (each instanceof X509CertificateHolder holder) {
                try {
                    found.add(converter.getCertificate(holder));
                } catch (CertificateException wrong) {
                    throw new PemException("a certificate that cannot be read: " + wrong.getMessage(), wrong);
                }
            }
        }
        if (found.isEmpty()) {
            throw new PemException("expected a CERTIFICATE, got none");
        }
        return List.copyOf(found);
    }

    /// The first private key of a text.
    ///
    /// @throws PemException when there is none, or one that cannot be read
    public static PrivateKey key(String pem) {
        var converter = new JcaPEMKeyConverter();
        try {
            for (var each : objects(pem)) {
                if (each instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (each instanceof PEMKeyPair pair) {
                    return converter.getKeyPair(pair).getPrivate();
                }
            }
        } catch (IOException wrong) {
            throw new PemException("a private key that cannot be read: " + wrong.getMessage(), wrong);
        }
        throw new PemException("expected a PRIVATE KEY without passphrase, got none");
    }

    private static List<Object> objects(String pem) {
        var found = new ArrayList<Object>();
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (var each = parser.readObject(); each != null; each = parser.readObject()) {
                found.add(each);
            }
        } catch (IOException | IllegalArgumentException wrong) {
            throw new PemException("expected PEM blocks, got: " + wrong.getMessage(), wrong);
        }
        return found;
    }
}
