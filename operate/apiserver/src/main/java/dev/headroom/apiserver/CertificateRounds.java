package dev.headroom.apiserver;

import dev.headroom.apiserver.CertificateStore.StoreException;
import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of one server while it runs: looked after in rounds, presented in handshakes.
final class CertificateRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateRounds.class);

    /// How often certificate, bundle and what else goes with them are looked at.
    private static final Duration ROUND = Duration.ofSeconds(30);

    private final Timeline timeline;
    private final ServingKeys keys;
    private final CertificateRotation rotation;
    private final Runnable also;
    private final AtomicBoolean busy = new AtomicBoolean();
    private Optional<Timeline.Scheduled> scheduled = Optional.empty();
    private volatile boolean certified;

    /// @param names under which the server is reached
    /// @param also done at the beginning of each round
    CertificateRounds(Timeline timeline, CertificateStore store, List<String> names, Runnable also) {
        this.timeline = timeline;
        this.also = also;
        // Until the shared one is read, a certificate that nobody believes: handshakes work, trust does not.
        this.keys = new ServingKeys(ServingCertificate.first(names, timeline.now()).serving());
        this.rotation = new CertificateRotation(store, names, this::present);
    }

    ServingKeys keys() {
        return keys;
    }

    /// Whether what is presented is what clients are told to believe.
    boolean isCertified() {
        return certified;
    }

    /// The first round, and all others.
    void begin() {
        round();
        scheduled = Optional.of(timeline.every(
                ROUND, ROUND, () -> Thread.ofVirtual().name("certificate-round").start(this::round)));
    }

    private void present(KeyedCertificate certificate) {
        keys.present(certificate);
        certified = true;
    }

    /// One at a time; a round that is still under way is enough.
    private void round() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            also.run();
            rotation.round(timeline.now());
        } catch (StoreException failure) {
            LOG.warn("serving certificate: {}", failure.getMessage());
        } catch (RuntimeException defect) {
            LOG.error("serving certificate and trust", defect);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void close() {
        scheduled.ifPresent(Timeline.Scheduled::cancel);
    }
}
