package dev.headroom.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Validity YEAR = Validity.of(NOW, Duration.ofDays(365));

    @ParameterizedTest
    @EnumSource
    void whatAnAuthorityIssuesIsBelievedByWhoBelievesTheAuthority(KeyAlgorithm algorithm)
            throws GeneralSecurityException {
        var authority = CertificateAuthority.create("headroom-ca", YEAR, algorithm);
        var names = List.of("headroom.demo.svc");
        var leaf = authority.issue(
                new Leaf("headroom", List.of(), names, Set.of(Leaf.Usage.SERVER), algorithm), YEAR);

        var anchors = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        anchors.setRevocationEnabled(false);
        anchors.setDate(Date.from(NOW));
        var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf.certificate()));
        CertPathValidator.getInstance("PKIX").validate(path, anchors);
    }

    @Test
    void anotherAuthorityOfTheSameNameDidNotIssueIt() {
        var authority = CertificateAuthority.create("headroom-ca", YEAR, KeyAlgorithm.EC_P256);
        var other = CertificateAuthority.create("headroom-ca", YEAR, KeyAlgorithm.EC_P256);
        var leaf = authority.issue(Leaf.client("alice"), YEAR).certificate();

        assertThrows(SignatureException.class, () -> leaf.verify(other.certificate().getPublicKey()));
    }

    @Test
    void aLeafSaysItsNamesAndUsages() throws GeneralSecurityException {
        var authority = CertificateAuthority.create("headroom-ca", YEAR, KeyAlgorithm.EC_P256);
        var leaf = authority
                .issue(
                        new Leaf(
                                "kubelet",
                                List.of("system:nodes", "system:masters"),
                                List.of("node-1", "127.0.0.1", "::1"),
                                Set.of(Leaf.Usage.SERVER, Leaf.Usage.CLIENT),
                                KeyAlgorithm.EC_P256),
                        YEAR)
                .certificate();

        assertEquals(
                List.of(List.of(2, "node-1"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1")),
                List.copyOf(leaf.getSubjectAlternativeNames()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"), leaf.getExtendedKeyUsage());
        assertEquals(
                "CN=kubelet,O=system:masters,O=system:nodes", leaf.getSubjectX500Principal().getName());
        assertEquals(-1, leaf.getBasicConstraints());
        assertTrue(authority.certificate().getBasicConstraints() >= 0);
    }

    @Test
    void aCertificateHoldsForClocksThatAreADayLateToo() {
        var authority = CertificateAuthority.create("headroom-ca", YEAR, KeyAlgorithm.EC_P256);
        var validity = authority.own().validity();

        assertTrue(validity.holds(NOW.minus(Duration.ofHours(23))));
        assertTrue(!validity.holds(NOW.minus(Duration.ofHours(25))));
        assertTrue(validity.holds(NOW.plus(Duration.ofDays(365))));
        assertTrue(!validity.holds(NOW.plus(Duration.ofDays(365)).plusSeconds(1)));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenAsPemIsReadBack(KeyAlgorithm algorithm) {
        var authority = CertificateAuthority.create("headroom-ca", YEAR, algorithm);
        var read = CertificateAuthority.of(authority.own().certificatePem(), authority.own().keyPem());

        assertEquals(authority.certificate(), read.certificate());
        assertEquals(authority.own().key(), read.own().key());
        assertEquals(
                List.of(authority.certificate(), authority.certificate()),
                Pem.certificates(Pem.text(List.of(authority.certificate(), authority.certificate()))));
    }

    @Test
    void aTextWithoutACertificateIsRefused() {
        assertEquals(
                "expected a CERTIFICATE, got none",
                assertThrows(PemException.class, () -> Pem.certificates("nothing here")).getMessage());
        assertThrows(
                PemException.class,
                () -> Pem.certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
        assertThrows(PemException.class, () -> Pem.key("-----BEGIN PRIVATE KEY-----\nMII"));
    }
}
