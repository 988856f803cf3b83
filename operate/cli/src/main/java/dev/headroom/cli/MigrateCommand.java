package dev.headroom.cli;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.manifests.Manifest;
import dev.headroom.migration.AdapterMigration;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `headroom migrate`: writes what does the same for another program.
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "FROM",
        description = "Writes objects that do the same for another program.",
        subcommands = MigrateCommand.FromAdapter.class)
final class MigrateCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected adapter, got nothing");
    }

    /// `headroom migrate adapter`: from prometheus-adapter to KEDA.
    @Command(
            name = "adapter",
            mixinStandardHelpOptions = true,
            description = "Writes the ScaledObjects that do what HorizontalPodAutoscalers behind prometheus-adapter do,"
                    + " with comments, and says what has no equivalent.",
            footer = {
                "",
                "Examples:",
                "  headroom migrate adapter prometheus-adapter-values.yaml --hpa hpa.yaml > scaledobject.yaml",
                "  headroom migrate adapter config.yaml --server-address http://prometheus.monitoring:9090",
                "Without --hpa: one ScaledObject per metric, to be filled in. Exit status: 1 when something has no",
                "equivalent; it is a comment in the output and a line on standard error."
            })
    static final class FromAdapter implements Callable<Integer> {

        @Parameters(paramLabel = "CONFIG", description = "its configuration, ConfigMap, or Helm values")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private Path config;

        @Option(names = "--hpa", paramLabel = "FILE", arity = "1..*",
                description = "files with HorizontalPodAutoscalers; other objects in them are left out")
        private List<Path> files = new ArrayList<>();

        @Option(names = "--server-address", paramLabel = "URL", defaultValue = "http://prometheus:9090",
                description = "the Prometheus behind the adapter (default: ${DEFAULT-VALUE})")
        private URI serverAddress = URI.create("http://prometheus:9090");

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private CommandSpec spec;

        @Override
        public Integer call() {
            var migration = new AdapterMigration(AdapterConfig.read(config), serverAddress.toString());
            var migrated = files.isEmpty() ? migration.templates() : migration.of(autoscalers());
            spec.commandLine().getOut().print(migrated.text());
            spec.commandLine().getOut().flush();
            migrated.without()
                    .forEach(line -> spec.commandLine().getErr().println("no equivalent: " + line));
            return migrated.without().isEmpty() ? ExitStatus.DONE : ExitStatus.CHECK_FAILED;
        }

        private List<Manifest> autoscalers() {
            var found = files.stream()
                    .flatMap(file -> Manifest.read(file).stream())
                    .filter(manifest -> manifest.kind().equals(HorizontalPodAutoscaler.KIND))
                    .toList();
            if (found.isEmpty()) {
                throw new UserError(files.getFirst() + ": expected a HorizontalPodAutoscaler, got none");
            }
            return found;
        }
    }
}
