package dev.headroom.keda;

import dev.headroom.keda.Asked.Origin;

/// A metric as it was wanted, fallbacks included.
///
/// @param trigger what a formula calls it; empty when its trigger has no name
/// @param active whether its trigger is
record Found(String trigger, Asked asked, boolean active) {

    boolean isFallback() {
        return asked.origin() == Origin.FALLBACK;
    }

    boolean hasError() {
        return asked.error().isPresent();
    }

    /// The same, looked at again later.
    Found remembered() {
        return isFallback() ? this : new Found(trigger, asked.from(Origin.LAST_SERVED), active);
    }
}
