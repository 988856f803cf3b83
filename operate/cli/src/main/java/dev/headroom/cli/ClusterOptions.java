package dev.headroom.cli;

import dev.headroom.inspection.ClusterChoice;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Which cluster is meant, in the words of kubectl.
final class ClusterOptions {

    @Option(names = "--kubeconfig", paramLabel = "FILE",
            description = "ask a cluster, with this kubeconfig (default: KUBECONFIG, else ~/.kube/config)")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "of the kubeconfig (default: its current one)")
    private @Nullable String context;

    @Option(names = {"-n", "--namespace"}, paramLabel = "NS",
            description = "this namespace of the cluster (default: that of the context)")
    private @Nullable String namespace;

    @Option(names = {"-A", "--all-namespaces"}, description = "all namespaces of the cluster")
    private boolean everywhere;

    @Option(names = "--operator", paramLabel = "NAMESPACE/SERVICE",
            description = "the installation to ask, where a cluster has several (default: the one that there is)")
    private @Nullable String operator;

    /// The cluster that was named; empty when no option names one, unless `always`.
    Optional<ClusterChoice> choice(boolean always) {
        boolean named = kubeconfig != null || context != null || namespace != null || everywhere || operator != null;
        return named || always
                ? Optional.of(new ClusterChoice(
                        Optional.ofNullable(kubeconfig),
                        Optional.ofNullable(context),
                        Optional.ofNullable(namespace),
                        everywhere,
                        Optional.ofNullable(operator)))
                : Optional.empty();
    }

    /// Whether a verb runs as a plugin of kubectl, which means a cluster unless something else is said.
    static boolean isPlugin(CommandSpec spec) {
        return spec.root().userObject() instanceof PluginCommand;
    }
}
