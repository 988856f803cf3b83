package dev.headroom.verdicts;

import java.time.Instant;

/// A replica changes its state.
public record ReplicaTransition(Instant time, String replica, Kind kind) {

    /// Into what.
    public enum Kind {
        /// The autoscaler, or whoever sets the count, asked for it.
        STARTING,
        /// It answers requests.
        READY,
        /// It was asked to go and gets no new requests.
        DRAINING,
        /// It went because it was asked to.
        ENDED,
        /// It died by itself, or was killed from outside.
        LOST
    }
}
