package dev.headroom.rules;

import dev.headroom.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One alert of an alerting rule: a label set, and where it stands between appearing and being forgotten.
///
/// @param value what the expression gave last
/// @param activeAt when the series appeared
/// @param firedAt when `for` was over
/// @param resolvedAt when a firing alert ended
/// @param keepFiringSince when the series of an alert that keeps firing was gone
/// @param lastSentAt when it was notified last
public record AlertState(
        Labels labels,
        Map<String, String> annotations,
        double value,
        Phase phase,
        Instant activeAt,
        Optional<Instant> firedAt,
        Optional<Instant> resolvedAt,
        Optional<Instant> keepFiringSince,
        Optional<Instant> lastSentAt) {

    /// How long a resolved alert is remembered, and notified again.
    static final Duration RESOLVED_RETENTION = Duration.ofMinutes(15);

    /// Where an alert stands.
    public enum Phase {
        INACTIVE,
        PENDING,
        FIRING;

        /// The word in `ALERTS{alertstate=...}` and in Prometheus' API.
        public String word() {
            return switch (this) {
                case INACTIVE -> "inactive";
                case PENDING -> "pending";
                case FIRING -> "firing";
            };
        }
    }

    public AlertState {
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    static AlertState pending(Labels labels, Map<String, String> annotations, double value, Instant at) {
        return new AlertState(
                labels,
                annotations,
                value,
                Phase.PENDING,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The series is there again: its newest value and texts, and no more keeping alive.
    AlertState seen(AlertState fresh) {
        return new AlertState(
                labels,
                fresh.annotations,
                fresh.value,
                phase,
                activeAt,
                firedAt,
                resolvedAt,
                Optional.empty(),
                lastSentAt);
    }

    AlertState fired(Instant at) {
        return new AlertState(
                labels, annotations, value, Phase.FIRING, activeAt, Optional.of(at), resolvedAt, keepFiringSince,
                lastSentAt);
    }

    /// As if it had not fired: its rule waits longer now.
    AlertState pendingAgain() {
        return new AlertState(
                labels, annotations, value, Phase.PENDING, activeAt, Optional.empty(), resolvedAt, keepFiringSince,
                Optional.empty());
    }

    AlertState resolved(Instant at) {
        return new AlertState(
                labels, annotations, value, Phase.INACTIVE, activeAt, firedAt, Optional.of(at), keepFiringSince,
                lastSentAt);
    }

    AlertState keptFiring(Instant since) {
        return new AlertState(
                labels, annotations, value, phase, activeAt, firedAt, resolvedAt, Optional.of(since), lastSentAt);
    }

    AlertState sent(Instant at) {
        return new AlertState(
                labels, annotations, value, phase, activeAt, firedAt, resolvedAt, keepFiringSince, Optional.of(at));
    }

    AlertState restored(Instant newActiveAt) {
        return new AlertState(
                labels, annotations, value, phase, newActiveAt, firedAt, resolvedAt, keepFiringSince, lastSentAt);
    }

    /// Whether it is due to be notified: newly firing, newly resolved, or longer than the resend delay ago.
    boolean needsSending(Instant now, Duration resendDelay) {
        if (phase == Phase.PENDING) {
            return false;
        }
        if (lastSentAt.isEmpty()) {
            return true;
        }
        boolean resolvedSince = resolvedAt.isPresent() && resolvedAt.get().isAfter(lastSentAt.get());
        return resolvedSince || lastSentAt.get().plus(resendDelay).isBefore(now);
    }
}
