package dev.headroom.apiserver;

import dev.headroom.certificates.CertificateAuthority;
import dev.headroom.certificates.KeyAlgorithm;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.certificates.Leaf;
import dev.headroom.certificates.Pem;
import dev.headroom.certificates.PemException;
import dev.headroom.certificates.Validity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The serving certificate, the authority that issued it, and what clients must believe meanwhile. A value: what time
/// does to it is [#next].
///
/// @param authorities the newest first; clients believe all of them
/// @param authorityKey of the newest
/// @param serving what the server presents
public record ServingCertificate(
        List<X509Certificate> authorities, PrivateKey authorityKey, KeyedCertificate serving) {

    /* notes
     * An aggregator believes what stands in the `caBundle` of the APIService, which reaches it some time after it was
     * written; replicas share one Secret and read it once a minute. So a change goes in steps at least SETTLE apart:
     *   1. a new authority joins the bundle, the serving certificate stays;
     *   2. the new authority issues the serving certificate;
     *   3. the old authority leaves the bundle.
     * Invariant: at every moment the bundle that was published SETTLE ago holds the authority of every certificate that
     * a replica presents. Serving certificates alone are renewed in one step, the authority being known.
     * What is renewed still has a third of its life, so that weeks of failing writes do no harm.
     */

    static final Duration AUTHORITY_LIFE = Duration.ofDays(730);
    static final Duration SERVING_LIFE = Duration.ofDays(90);

    /// How long a bundle takes to everybody who reads it.
    static final Duration SETTLE = Duration.ofMinutes(10);

    private static final String BUNDLE = "ca.crt";
    private static final String AUTHORITY_KEY = "ca.key";
    private static final String SERVING = "tls.crt";
    private static final String SERVING_KEY = "tls.key";

    public ServingCertificate {
        authorities = List.copyOf(authorities);
    }

    /// The first of all.
    ///
    /// @param names under which the server is reached, the first also its common name
    public static ServingCertificate first(List<String> names, Instant now) {
        var authority = authority(now);
        return new ServingCertificate(
                List.of(authority.certificate()), authority.own().key(), serving(authority, names, now));
    }

    /// The names of a Service inside its cluster.
    public static List<String> names(String service, String namespace) {
        var name = service + "." + namespace + ".svc";
        return List.of(name, name + ".cluster.local", service + "." + namespace, service);
    }

    private static CertificateAuthority authority(Instant now) {
        return CertificateAuthority.create(
                "headroom-apiserver@" + now.getEpochSecond(), Validity.of(now, AUTHORITY_LIFE), KeyAlgorithm.EC_P256);
    }

    private static KeyedCertificate serving(CertificateAuthority authority, List<String> names, Instant now) {
        return authority.issue(Leaf.server(names), Validity.of(now, SERVING_LIFE));
    }

    /// What it must become now; the same object when nothing is to be done.
    public ServingCertificate next(List<String> names, Instant now) {
        var newest = authorities.getFirst();
        if (isOld(newest, now)) {
            var authority = authority(now);
            var more = new ArrayList<>(List.of(authority.certificate()));
            authorities.stream().filter(each -> Validity.of(each).holds(now)).forEach(more::add);
            boolean holds = Validity.of(newest).holds(now) && serving.validity().holds(now);
            // When nothing holds any more there is nothing to be careful with.
            var next = holds ? serving : serving(authority, names, now);
            return new ServingCertificate(more, authority.own().key(), next);
        }
        boolean own = isIssued(serving.certificate(), newest);
        boolean settled = settled(newest, now);
        boolean renew = isOld(serving.certificate(), now) || !names.equals(namesOf(serving.certificate()));
        if ((own && renew) || (!own && settled)) {
            var authority = new CertificateAuthority(new KeyedCertificate(newest, authorityKey));
            return new ServingCertificate(authorities, authorityKey, serving(authority, names, now));
        }
        if (own && authorities.size() > 1 && settled(serving.certificate(), now)) {
            return new ServingCertificate(List.of(newest), authorityKey, serving);
        }
        return this;
    }

    /// Less than a third of its life is left.
    private static boolean isOld(X509Certificate certificate, Instant now) {
        var validity = Validity.of(certificate);
        var life = Duration.between(validity.notBefore(), validity.notAfter());
        return now.isAfter(validity.notAfter().minus(life.dividedBy(3)));
    }

    private static boolean settled(X509Certificate certificate, Instant now) {
        // It holds from a little before it was made.
        return !now.isBefore(Validity.of(certificate).notBefore().plus(Validity.CLOCK_SKEW).plus(SETTLE));
    }

    private static boolean isIssued(X509Certificate certificate, X509Certificate authority) {
        return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    }

    private static List<String> namesOf(X509Certificate certificate) {
        return Leaf.namesOf(certificate);
    }

    /// What clients must believe: the `caBundle`.
    public String bundle() {
        return Pem.text(authorities);
    }

    /// As the data of a Secret.
    Map<String, String> data() {
        var data = new LinkedHashMap<String, String>();
        data.put(BUNDLE, bundle());
        data.put(AUTHORITY_KEY, Pem.text(authorityKey));
        data.put(SERVING, serving.certificatePem());
        data.put(SERVING_KEY, serving.keyPem());
        return data;
    }

    /// From the data of a Secret; empty when it holds something else.
    static Optional<ServingCertificate> of(Map<String, String> data) {
        try {
            return Optional.of(new ServingCertificate(
                    Pem.certificates(data.getOrDefault(BUNDLE, "")),
                    Pem.key(data.getOrDefault(AUTHORITY_KEY, "")),
                    KeyedCertificate.of(data.getOrDefault(SERVING, ""), data.getOrDefault(SERVING_KEY, ""))));
        } catch (PemException _) {
            return Optional.empty();
        }
    }
}
