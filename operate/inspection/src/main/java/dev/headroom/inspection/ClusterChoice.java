package dev.headroom.inspection;

import java.nio.file.Path;
import java.util.Optional;

/// Which cluster a person means, and what of it, in the words of kubectl.
///
/// @param kubeconfig empty for where kubectl looks
/// @param context empty for the current one
/// @param namespace empty for that of the context
/// @param everywhere whether all namespaces are meant
/// @param operator the installation of Headroom, as `namespace/service`; empty to look for it
public record ClusterChoice(
        Optional<Path> kubeconfig,
        Optional<String> context,
        Optional<String> namespace,
        boolean everywhere,
        Optional<String> operator) {

    /// What kubectl would ask without any option.
    public static final ClusterChoice USUAL =
            new ClusterChoice(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
}
