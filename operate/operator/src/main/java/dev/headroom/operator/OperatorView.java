package dev.headroom.operator;

import java.util.List;
import java.util.Optional;

/// An operator at one instant, for people and probes.
///
/// @param identity of this process, as it stands for the lease
/// @param synced whether the cluster is known
/// @param scrapes whether it has samples of its own, and answers queries
/// @param rival why it must not act although it leads; empty for no reason
/// @param troubles what goes wrong with watching, one line each
record OperatorView(
        OperatorMode mode,
        String identity,
        boolean synced,
        boolean acting,
        String leader,
        boolean scrapes,
        Optional<String> rival,
        List<String> troubles) {

    OperatorView {
        troubles = List.copyOf(troubles);
    }
}
