package dev.headroom.apiserver;

import dev.headroom.apiserver.CertificateStore.StoreException;
import dev.headroom.certificates.KeyedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps the shared certificate young: reads it, writes what it must become, presents it, tells clients.
///
/// What is presented and published is always what the Secret holds: a replica that could not write presents nothing of
/// its own.
final class CertificateRotation {

    private final CertificateStore store;
    private final List<String> names;
    private final Consumer<KeyedCertificate> present;

    CertificateRotation(CertificateStore store, List<String> names, Consumer<KeyedCertificate> present) {
        this.store = store;
        this.names = List.copyOf(names);
        this.present = present;
    }

    /// One round.
    ///
    /// @throws StoreException when the cluster does not take part; what is presented stays
    void round(Instant now) throws StoreException {
        var kept = shared(now);
        present.accept(kept.serving());
        store.publish(kept.bundle());
    }

    private ServingCertificate shared(Instant now) throws StoreException {
        var read = store.read();
        Optional<ServingCertificate> held = read.flatMap(each -> ServingCertificate.of(each.data()));
        var next = held.map(each -> each.next(names, now)).orElseGet(() -> ServingCertificate.first(names, now));
        if (held.isPresent() && held.get().equals(next)) {
            return next;
        }
        if (store.write(read, next.data())) {
            return next;
        }
        // Another replica was first: its certificate is as good.
        return store.read()
                .flatMap(each -> ServingCertificate.of(each.data()))
                .orElseThrow(() -> new StoreException("the Secret of the certificate changes all the time"));
    }
}
