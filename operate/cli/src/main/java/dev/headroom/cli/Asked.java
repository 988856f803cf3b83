package dev.headroom.cli;

import dev.headroom.inspection.ClusterReads;
import dev.headroom.inspection.HttpPages;
import dev.headroom.inspection.OperatorService;
import dev.headroom.inspection.Pages;
import dev.headroom.inspection.ProxiedPages;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The running Headroom that a verb asks.
///
/// @param cluster that it runs in; empty for one on a machine
/// @param where it is, for people
record Asked(Pages pages, Optional<ClusterReads> cluster, String where) implements AutoCloseable {

    /// The options that choose it: a URL, else a cluster, else as the program is called.
    static final class Choice {

        @Option(names = "--url", paramLabel = "URL",
                description = "the running Headroom (default: " + HttpPages.DEFAULT_URL
                        + ", as kubectl headroom the operator in the cluster)")
        private @Nullable String url;

        @Mixin
        private final ClusterOptions cluster = new ClusterOptions();

        /// @param spec of the verb
        Asked open(CommandSpec spec) {
            var choice = cluster.choice(url == null && ClusterOptions.isPlugin(spec));
            if (choice.isEmpty()) {
                var address = url == null ? HttpPages.DEFAULT_URL : url;
                return new Asked(new HttpPages(address), Optional.empty(), address);
            }
            if (url != null) {
                throw new UserError("--url: expected it without options that name a cluster, got both");
            }
            var reads = ClusterReads.open(choice.get());
            try {
                var pages = ProxiedPages.open(reads, OperatorService.find(reads));
                return new Asked(pages, Optional.of(reads), pages.what());
            } catch (RuntimeException failure) {
                reads.close();
                throw failure;
            }
        }
    }

    /// The name of an object as the pages know it: in a cluster with its namespace.
    String key(String name) {
        return cluster.filter(_ -> !name.contains("/")).map(each -> each.namespace() + "/" + name).orElse(name);
    }

    @Override
    public void close() {
        cluster.ifPresent(ClusterReads::close);
    }
}
