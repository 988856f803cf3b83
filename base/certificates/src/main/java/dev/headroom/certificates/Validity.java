package dev.headroom.certificates;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// From when until when a certificate holds, both inclusive; certificates know whole seconds.
public record Validity(Instant notBefore, Instant notAfter) {

    /// What clocks of one cluster may differ by: a day covers clocks that run on the time of another zone.
    public static final Duration CLOCK_SKEW = Duration.ofDays(1);

    public Validity {
        if (notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException("ends at " + notAfter + " before it starts at " + notBefore);
        }
    }

    /// From now on, for clocks that are a little late too.
    public static Validity of(Instant now, Duration length) {
        return new Validity(now.minus(CLOCK_SKEW), now.plus(length));
    }

    public static Validity of(X509Certificate certificate) {
        return new Validity(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    public boolean holds(Instant now) {
        return !now.isBefore(notBefore) && !now.isAfter(notAfter);
    }
}
