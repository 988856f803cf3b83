package dev.headroom.apiserver;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CertPathValidator;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// Whether a client's certificate was issued by who may, holds now, and is one for clients. TLS has proven that the
/// client has its key, and nothing else.
final class ClientCertificates {

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private ClientCertificates() {}

    /// Why a chain is not believed; empty when it is.
    ///
    /// @param chain the client's own certificate first
    static Optional<String> refusal(List<X509Certificate> chain, List<X509Certificate> authorities, Instant now) {
        var own = chain.getFirst();
        var name = "certificate of " + own.getSubjectX500Principal().getName();
        if (authorities.isEmpty()) {
            return Optional.of(name + ": no authority is known");
        }
        try {
            var anchors = authorities.stream()
                    .map(each -> new TrustAnchor(each, null))
                    .collect(Collectors.toSet());
            var parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            var path = CertificateFactory.getInstance("X.509").generateCertPath(withoutAnchors(chain, authorities));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            var usages = own.getExtendedKeyUsage();
            boolean forClients = usages == null || usages.contains(CLIENT_AUTH) || usages.contains(ANY_USAGE);
            return forClients ? Optional.empty() : Optional.of(name + ": expected a usage as client, got " + usages);
        } catch (CertificateParsingException wrong) {
            return Optional.of(name + ": " + wrong.getMessage());
        } catch (GeneralSecurityException refused) {
            return Optional.of(name + ": " + refused.getMessage());
        }
    }

    private static List<X509Certificate> withoutAnchors(
            List<X509Certificate> chain, List<X509Certificate> authorities) {
        var path = new ArrayList<>(List.of(chain.getFirst()));
        chain.stream().skip(1).filter(each -> !authorities.contains(each)).forEach(path::add);
        return path;
    }

    /// The parts of a subject's name with a key: `CN`, `O`.
    static List<String> subject(X509Certificate certificate, String key) {
        try {
            var values = new ArrayList<String>();
            var name = new LdapName(certificate.getSubjectX500Principal().getName());
            for (var part : name.getRdns()) {
                if (part.getType().equalsIgnoreCase(key) && part.getValue() instanceof String text) {
                    values.add(text);
                }
            }
            return values;
        } catch (InvalidNameException _) {
            return List.of();
        }
    }

    static String commonName(X509Certificate certificate) {
        return subject(certificate, "CN").stream().findFirst().orElse("");
    }
}
