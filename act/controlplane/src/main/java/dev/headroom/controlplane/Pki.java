package dev.headroom.controlplane;

import dev.headroom.certificates.CertificateAuthority;
import dev.headroom.certificates.KeyAlgorithm;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.certificates.Leaf;
import dev.headroom.certificates.Pem;
import dev.headroom.certificates.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The keys and certificates of a control plane, in the folder `pki` and under the names that kubeadm uses. Authorities
/// and the key of service accounts are made once; what they issue is made anew for each start.
final class Pki {

    /// Longer than anybody keeps a cluster of one machine.
    private static final Duration VALIDITY = Duration.ofDays(3650);

    /// The first address of the range of Services is the API server's own.
    private static final List<String> API_SERVER_NAMES = List.of(
            "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
            "localhost", "127.0.0.1", "10.96.0.1");

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1");

    private final Path folder;
    private final Validity validity;
    private final CertificateAuthority cluster;

    private Pki(Path folder, Instant now) {
        this.folder = folder;
        this.validity = Validity.of(now, VALIDITY);
        this.cluster = authority("ca");
    }

    static Pki in(Path parent, Instant now) {
        var folder = parent.resolve("pki");
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot keep certificates in " + folder, failure);
        }
        var pki = new Pki(folder, now);
        pki.issueAll();
        return pki;
    }

    private void issueAll() {
        var frontProxy = authority("front-proxy-ca");
        var etcd = authority("etcd-ca");
        keep("apiserver", cluster.issue(Leaf.server(API_SERVER_NAMES), validity));
        keep("controller-manager", cluster.issue(Leaf.server(LOOPBACK), validity));
        keep("scheduler", cluster.issue(Leaf.server(LOOPBACK), validity));
        keep("apiserver-kubelet-client",
                cluster.issue(Leaf.client("kube-apiserver-kubelet-client", "system:masters"), validity));
        keep("front-proxy-client", frontProxy.issue(Leaf.client("front-proxy-client"), validity));
        // Members of etcd are clients of each other.
        var both = Set.of(Leaf.Usage.SERVER, Leaf.Usage.CLIENT);
        keep("etcd", etcd.issue(new Leaf("etcd", List.of(), LOOPBACK, both, KeyAlgorithm.EC_P256), validity));
        keep("apiserver-etcd-client", etcd.issue(Leaf.client("kube-apiserver-etcd-client"), validity));
        if (!Files.exists(file("sa.key")) || !Files.exists(file("sa.pub"))) {
            var pair = KeyAlgorithm.EC_P256.generate();
            SecretFile.write(file("sa.key"), Pem.text(pair.getPrivate()));
            SecretFile.write(file("sa.pub"), Pem.text(pair.getPublic()));
        }
    }

    /// The authority whose files are in the folder; it is made when they are not.
    private CertificateAuthority authority(String name) {
        if (!Files.exists(file(name + ".crt")) || !Files.exists(file(name + ".key"))) {
            keep(name, CertificateAuthority.create("headroom-" + name, validity, KeyAlgorithm.EC_P256).own());
        }
        return CertificateAuthority.of(
                SecretFile.read(file(name + ".crt")), SecretFile.read(file(name + ".key")));
    }

    private void keep(String name, KeyedCertificate made) {
        SecretFile.write(file(name + ".key"), made.keyPem());
        SecretFile.write(file(name + ".crt"), made.certificatePem());
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// The certificate of the authority that servers and clients of the cluster believe.
    String authority() {
        return cluster.own().certificatePem();
    }

    KeyedCertificate server(List<String> names) {
        return cluster.issue(Leaf.server(names), validity);
    }

    /// Believes certificates of the cluster and no others.
    SSLContext trust() {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("cluster", cluster.certificate());
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
