package dev.headroom.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.certificates.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stays in the folder of a control plane, and what its programs are told.
class FilesOfAControlPlaneTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void authoritiesStayAndWhatTheyIssueIsNew() throws Exception {
        var first = Pki.in(folder, NOW).authority();
        var served = Files.readString(folder.resolve("pki/apiserver.crt"));
        var accounts = Files.readString(folder.resolve("pki/sa.key"));
        assertEquals(first, Pki.in(folder, NOW).authority());
        assertNotEquals(served, Files.readString(folder.resolve("pki/apiserver.crt")));
        assertEquals(accounts, Files.readString(folder.resolve("pki/sa.key")));
    }

    @Test
    void theApiServersCertificateIsForItsNamesAndSignedByTheCluster() throws Exception {
        var pki = Pki.in(folder, NOW);
        var certificate = Pem.certificates(Files.readString(pki.file("apiserver.crt"))).getFirst();
        certificate.verify(Pem.certificates(pki.authority()).getFirst().getPublicKey());
        var names = certificate.getSubjectAlternativeNames().stream().map(name -> name.get(1)).toList();
        assertTrue(names.containsAll(List.of("127.0.0.1", "localhost", "kubernetes.default.svc", "10.96.0.1")),
                names::toString);
    }

    @Test
    void nobodyElseReadsAKey() throws Exception {
        var pki = Pki.in(folder, NOW);
        for (var name : List.of("ca.key", "sa.key", "apiserver.key")) {
            assertEquals("rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(pki.file(name))), name);
        }
    }

    @Test
    void aUserKeepsTheToken() {
        var ann = new User("ann", List.of("developers", "readers"));
        var file = folder.resolve("tokens.csv");
        var before = new Tokens(file, List.of(ann)).of("ann");
        var after = new Tokens(file, List.of(new User("bob", List.of()), ann));
        assertEquals(before, after.of("ann"));
        assertNotEquals(before, after.of("bob"));
        assertEquals(Optional.empty(), after.of("eve"));
        assertTrue(SecretFile.read(file).endsWith(",ann,ann,\"developers,readers\"\n"), SecretFile.read(file));
    }

    @Test
    void aNameThatWouldBreakTheTokenFileIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new User("a,b", List.of()));
        assertThrows(IllegalArgumentException.class, () -> new User("ann", List.of("a\"b")));
    }

    @Test
    void whatIsAskedForComesLastAndSoWins() {
        var settings = ControlPlaneSettings.in(folder)
                .hpaSyncPeriod(Duration.ofSeconds(2))
                .with(Part.CONTROLLER_MANAGER, "--leader-elect=true");
        var ports = new Flags.Ports(
                Map.of(Part.ETCD, 1, Part.API_SERVER, 2, Part.CONTROLLER_MANAGER, 3, Part.SCHEDULER, 4), 5, 6);
        var flags = new Flags(Pki.in(folder, NOW), settings, ports);
        var manager = flags.of(Part.CONTROLLER_MANAGER);
        assertEquals(
                List.of("--horizontal-pod-autoscaler-sync-period=2000ms", "--leader-elect=true"),
                manager.subList(manager.size() - 2, manager.size()));
        assertTrue(flags.of(Part.API_SERVER).contains("--etcd-servers=https://127.0.0.1:1"));
        assertTrue(flags.of(Part.ETCD).contains("--unsafe-no-fsync"));
    }

    @Test
    void aKubeconfigNamesItsUserAndItsServer() {
        var text = new Access("https://127.0.0.1:6443", "PEM", "system:node:bed", "secret").kubeconfig();
        assertTrue(text.contains("server: https://127.0.0.1:6443\n"), text);
        assertTrue(text.contains("- name: \"system:node:bed\"\n"), text);
        assertTrue(text.contains("certificate-authority-data: UEVN\n"), text);
    }
}
