package dev.headroom.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/// What a certificate is asked for: whose, for which names, for what.
///
/// @param commonName the user, to Kubernetes
/// @param organizations the groups of the user, to Kubernetes
/// @param names DNS names and IP addresses that a client may have connected to
public record Leaf(
        String commonName, List<String> organizations, List<String> names, Set<Usage> usages, KeyAlgorithm algorithm) {

    public enum Usage {
        SERVER,
        CLIENT
    }

    public Leaf {
        organizations = List.copyOf(organizations);
        names = List.copyOf(names);
        usages = Set.copyOf(usages);
    }

    /// A server that is reached under these names.
    public static Leaf server(List<String> names) {
        return new Leaf(names.getFirst(), List.of(), names, Set.of(Usage.SERVER), KeyAlgorithm.EC_P256);
    }

    /// The names that a certificate was made for.
    public static List<String> namesOf(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(each -> String.valueOf(each.get(1))).toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    /// A user that presents itself by certificate.
    public static Leaf client(String user, String... groups) {
        return new Leaf(user, List.of(groups), List.of(), Set.of(Usage.CLIENT), KeyAlgorithm.EC_P256);
    }
}
