package dev.headroom.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.apiserver.CertificateStore.Kept;
import dev.headroom.apiserver.CertificateStore.StoreException;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.certificates.Pem;
import dev.headroom.certificates.Validity;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CertificateRotationTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NAMES = ServingCertificate.names("headroom", "demo");
    private static final Duration ROUND = Duration.ofMinutes(2);

    /// A Secret and an APIService in memory.
    private static final class MemoryStore implements CertificateStore {
        private Optional<Kept> kept = Optional.empty();
        private String published = "";
        private int writes;
        private boolean broken;
        private Optional<Map<String, String>> rival = Optional.empty();

        @Override
        public Optional<Kept> read() throws StoreException {
            if (broken) {
                throw new StoreException("no answer");
            }
            return kept;
        }

        @Override
        public boolean write(Optional<Kept> read, Map<String, String> data) {
            if (rival.isPresent()) {
                kept = Optional.of(new Kept("rival", rival.get()));
                rival = Optional.empty();
                return false;
            }
            if (!read.map(Kept::version).equals(kept.map(Kept::version))) {
                return false;
            }
            writes++;
            kept = Optional.of(new Kept(String.valueOf(writes), data));
            return true;
        }

        @Override
        public void publish(String bundle) {
            published = bundle;
        }
    }

    private final MemoryStore store = new MemoryStore();
    private final List<KeyedCertificate> presented = new ArrayList<>();
    private final CertificateRotation rotation = new CertificateRotation(store, NAMES, presented::add);

    private KeyedCertificate latest() {
        return presented.getLast();
    }

    private static boolean believes(String bundle, X509Certificate serving) {
        return Pem.certificates(bundle).stream().anyMatch(authority -> {
            try {
                serving.verify(authority.getPublicKey());
                return true;
            } catch (GeneralSecurityException _) {
                return false;
            }
        });
    }

    @Test
    void theFirstCertificateIsForTheNamesOfTheService() throws StoreException, GeneralSecurityException {
        rotation.round(START);

        var names = latest().certificate().getSubjectAlternativeNames().stream().map(each -> each.get(1)).toList();
        assertEquals(
                List.of("headroom.demo.svc", "headroom.demo.svc.cluster.local", "headroom.demo", "headroom"), names);
        assertTrue(believes(store.published, latest().certificate()));
    }

    @Test
    void asLongAsNothingIsOldNothingIsWritten() throws StoreException {
        rotation.round(START);
        rotation.round(START.plus(Duration.ofDays(59)));

        assertEquals(1, store.writes);
        assertEquals(presented.getFirst(), presented.getLast());
    }

    @Test
    void theServingCertificateIsRenewedWhileAThirdOfItsLifeIsLeft() throws StoreException {
        rotation.round(START);
        var bundle = store.published;
        rotation.round(START.plus(Duration.ofDays(61)));

        assertNotEquals(presented.getFirst(), presented.getLast());
        assertEquals(bundle, store.published, "the authority stays");
    }

    /// Two years and a half, a round every few minutes around each change: whoever believes a bundle that is ten
    /// minutes old believes every certificate that is presented.
    @Test
    void whoReadTheBundleTenMinutesAgoBelievesWhatIsPresented() throws StoreException {
        var bundles = new ArrayDeque<String>();
        long delay = ServingCertificate.SETTLE.dividedBy(ROUND);
        int changes = 0;
        int authorities = 1;
        var before = "";
        for (var now = START; now.isBefore(START.plus(Duration.ofDays(900))); ) {
            rotation.round(now);
            var serving = latest().certificate();
            assertTrue(Validity.of(serving).holds(now), "presented at " + now);
            bundles.add(store.published);
            if (bundles.size() > delay) {
                assertTrue(believes(bundles.removeFirst(), serving), "an old bundle at " + now);
            }
            changes += store.published.equals(before) ? 0 : 1;
            authorities = Math.max(authorities, Pem.certificates(store.published).size());
            before = store.published;
            // Quickly while something changes, else in hours.
            boolean calm = bundles.stream().distinct().count() == 1
                    && Pem.certificates(store.published).size() == 1;
            now = now.plus(calm ? Duration.ofHours(12) : ROUND);
        }
        assertEquals(3, changes, "first, both, the new one");
        assertEquals(2, authorities);
    }

    @Test
    void twoReplicasPresentOneCertificate() throws StoreException {
        var others = new ArrayList<KeyedCertificate>();
        var other = new CertificateRotation(store, NAMES, others::add);
        rotation.round(START);
        other.round(START);
        assertEquals(latest(), others.getLast());

        other.round(START.plus(Duration.ofDays(61)));
        rotation.round(START.plus(Duration.ofDays(61)));
        assertEquals(latest(), others.getLast());
    }

    @Test
    void whoWritesSecondTakesWhatWasWrittenFirst() throws StoreException {
        var first = ServingCertificate.first(NAMES, START);
        store.rival = Optional.of(first.data());
        rotation.round(START);

        assertEquals(first.serving(), latest());
    }

    @Test
    void aClusterThatDoesNotAnswerChangesNothing() throws StoreException {
        rotation.round(START);
        store.broken = true;
        try {
            rotation.round(START.plus(Duration.ofDays(61)));
        } catch (StoreException failure) {
            assertEquals("no answer", failure.getMessage());
        }
        assertEquals(1, presented.size());
    }

    @Test
    void aSecretThatHoldsSomethingElseIsWrittenAnew() throws StoreException {
        store.kept = Optional.of(new Kept("7", Map.of("tls.crt", "nonsense")));
        rotation.round(START);

        assertTrue(believes(store.published, latest().certificate()));
    }

    @Test
    void otherNamesMakeAnotherCertificate() throws StoreException {
        rotation.round(START);
        var renamed = new CertificateRotation(store, ServingCertificate.names("other", "demo"), presented::add);
        renamed.round(START.plus(ROUND));

        assertEquals("other.demo.svc", ClientCertificates.commonName(latest().certificate()));
    }
}
