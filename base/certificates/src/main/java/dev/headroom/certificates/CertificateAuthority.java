package dev.headroom.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority with its key: it issues.
public record CertificateAuthority(KeyedCertificate own) {

    private static final SecureRandom SERIALS = new SecureRandom();
    private static final int SERIAL_BITS = 120;

    /// An authority that signs itself.
    public static CertificateAuthority create(String commonName, Validity validity, KeyAlgorithm algorithm) {
        var pair = algorithm.generate();
        var name = name(commonName, List.of());
        var builder = builder(name, name, pair.getPublic(), validity);
        add(builder, Extension.basicConstraints, new BasicConstraints(true));
        add(builder, Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
        add(builder, Extension.subjectKeyIdentifier, extensions().createSubjectKeyIdentifier(pair.getPublic()));
        return new CertificateAuthority(new KeyedCertificate(signed(builder, pair.getPrivate()), pair.getPrivate()));
    }

    /// @throws PemException when either text holds anything else
    public static CertificateAuthority of(String certificatePem, String keyPem) {
        return new CertificateAuthority(KeyedCertificate.of(certificatePem, keyPem));
    }

    public X509Certificate certificate() {
        return own.certificate();
    }

    /// Issues a certificate for a new key.
    public KeyedCertificate issue(Leaf leaf, Validity validity) {
        KeyPair pair = leaf.algorithm().generate();
        var issuer = X500Name.getInstance(own.certificate().getSubjectX500Principal().getEncoded());
        var builder =
                builder(issuer, name(leaf.commonName(), leaf.organizations()), pair.getPublic(), validity);
        add(builder, Extension.basicConstraints, new BasicConstraints(false));
        add(builder, Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        add(builder, Extension.extendedKeyUsage, new ExtendedKeyUsage(leaf.usages().stream()
                .sorted()
                .map(CertificateAuthority::purpose)
                .toArray(KeyPurposeId[]::new)));
        add(builder, Extension.subjectKeyIdentifier, extensions().createSubjectKeyIdentifier(pair.getPublic()));
        add(builder, Extension.authorityKeyIdentifier,
                extensions().createAuthorityKeyIdentifier(own.certificate().getPublicKey()));
        if (!leaf.names().isEmpty()) {
            add(builder, Extension.subjectAlternativeName, new GeneralNames(
                    leaf.names().stream().map(CertificateAuthority::alternative).toArray(GeneralName[]::new)));
        }
        return new KeyedCertificate(signed(builder, own.key()), pair.getPrivate());
    }

    private static KeyPurposeId purpose(Leaf.Usage usage) {
        return switch (usage) {
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
            case CLIENT -> KeyPurposeId.id_kp_clientAuth;
        };
    }

    private static GeneralName alternative(String name) {
        boolean address = name.contains(":") || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static X500Name name(String commonName, List<String> organizations) {
        var name = new X500NameBuilder(BCStyle.INSTANCE);
        organizations.forEach(each -> name.addRDN(BCStyle.O, each));
        return name.addRDN(BCStyle.CN, commonName).build();
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Validity validity) {
        var serial = new BigInteger(SERIAL_BITS, SERIALS).setBit(SERIAL_BITS);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(validity.notBefore()), Date.from(validity.notAfter()), subject, key);
    }

    private static JcaX509ExtensionUtils extensions() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java lacks SHA-1, which key identifiers are made with", missing);
        }
    }

    private static void add(X509v3CertificateBuilder builder, ASN1ObjectIdentifier extension, ASN1Encodable value) {
        boolean critical = extension.equals(Extension.basicConstraints) || extension.equals(Extension.keyUsage);
        try {
            builder.addExtension(extension, critical, value);
        } catch (IOException wrong) {
            throw new IllegalStateException("extension " + extension, wrong);
        }
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder(KeyAlgorithm.signature(key)).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | CertificateException wrong) {
            throw new IllegalStateException("cannot sign with a key of " + key.getAlgorithm(), wrong);
        }
    }
}
