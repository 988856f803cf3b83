package dev.headroom.cli;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.cluster.Applying;
import dev.headroom.cluster.ClusterClient;
import dev.headroom.cluster.LocalCluster;
import dev.headroom.controlplane.ControlPlanePrograms;
import dev.headroom.controlplane.User;
import dev.headroom.loop.Event;
import dev.headroom.manifests.ManifestException;
import dev.headroom.processes.ServiceStatus;
import dev.headroom.programs.ProgramException;
import dev.headroom.server.Wiring;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `headroom up`: runs manifests on this machine until it is stopped.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Deployments as processes of this machine, with Services in front, scrapes them, evaluates their rules"
                    + " and scales them as their HorizontalPodAutoscaler or ScaledObject says, until Ctrl-C.",
            "Kinds: Deployment, Service, HorizontalPodAutoscaler, ScaledObject, ServiceMonitor, PodMonitor,"
                    + " PrometheusRule; Prometheus rule files, too. TriggerAuthentications, Secrets and ConfigMaps"
                    + " count for the triggers of ScaledObjects. A container needs a command."
        },
        footer = {
            "",
            "Examples:",
            "  headroom up examples/python/python.yaml",
            "  headroom up examples/inference --sync-period 1s",
            "  headroom up k8s/ --adapter prometheus-adapter-values.yaml",
            "  headroom up --config.file prometheus.yml",
            "  headroom up service.yaml --prometheus-url http://127.0.0.1:9090 --prometheus-scrape-interval 15s",
            "  headroom up --cluster service.yaml",
            "  headroom up service.yaml --scrape 127.0.0.1:9121/metrics",
            "  headroom up service.yaml --data /var/lib/headroom --retention-time 30d --retention-size 10GB",
            "Then: `headroom status`, `headroom explain NAME`, or the page."
        })
final class UpCommand implements Callable<Integer> {

    private static final Path SAMPLES = Path.of("runs/data");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    @Parameters(paramLabel = "MANIFEST", arity = "0..*", description = "files, or folders with .yaml files")
    private List<Path> manifests = List.of();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final PrometheusOptions prometheusOptions = new PrometheusOptions();

    @Option(names = "--sync-period", paramLabel = "T", defaultValue = "15s",
            description = "how often autoscalers decide, as the HPA controller's flag (default: ${DEFAULT-VALUE})")
    private String syncPeriod = "15s";

    @Option(names = "--scrape", paramLabel = "TARGET",
            description = "scrape this, too: host:port or host:port/path; repeatable")
    private List<URI> scrapeTargets = List.of();

    @Option(names = "--adapter", paramLabel = "CONFIG",
            description = "configuration of prometheus-adapter (its file, its ConfigMap, or Helm values) that serves"
                    + " the Pods, Object and External metrics of HorizontalPodAutoscalers")
    private @Nullable Path adapter;

    @Option(names = {"--config.file", "--config"}, paramLabel = "PROMETHEUS.YML",
            description = "a configuration of Prometheus: scrape jobs, rule files, Alertmanagers; read again on SIGHUP"
                    + " and POST /-/reload")
    private @Nullable Path prometheus;

    @Option(names = "--logs", paramLabel = "FOLDER", defaultValue = "runs/logs",
            description = "where the output of replicas goes (default: ${DEFAULT-VALUE})")
    private Path logs = Path.of("runs/logs");

    @Option(names = "--cluster",
            description = "start a Kubernetes cluster of this machine instead and apply the manifests to it: etcd and"
                    + " the control plane, which Go builds once in about ten minutes, and a node whose pods are"
                    + " processes; needs Go 1.26, and root or a route for the addresses of pods")
    private boolean cluster;

    @Option(names = "--cluster-folder", paramLabel = "FOLDER", defaultValue = "runs/cluster",
            description = "where the cluster keeps its data, certificates, kubeconfigs and logs; what is there is used"
                    + " again (default: ${DEFAULT-VALUE})")
    private Path clusterFolder = Path.of("runs/cluster");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var terminal = new Terminal(spec.commandLine().getOut());
        if (cluster) {
            return cluster(terminal);
        }
        var sync = CliDurations.between("--sync-period", syncPeriod, Duration.ofMillis(100), Duration.ofHours(1));
        if (manifests.isEmpty() && prometheus == null) {
            throw new UserError("headroom up: expected manifests, or --config.file prometheus.yml, got neither");
        }
        var warnings = new ArrayList<String>();
        var asked = new ServerOptions.Asked(scrapeTargets, prometheusOptions.prometheus(warnings));
        var config = server.config(sync, logs.toAbsolutePath(), SAMPLES, asked);
        var count = manifests.size() + (manifests.size() == 1 ? " manifest" : " manifests");
        terminal.line("headroom up: starting " + (manifests.isEmpty() ? "what " + prometheus + " says" : count));
        try (var interruption = Interruption.listen(() -> {});
                var wiring = Wiring.start(config, files(), Optional.ofNullable(prometheus))) {
            Hangup.listen(() -> reload(wiring, terminal));
            warnings.addAll(wiring.warnings());
            warnings.forEach(warning -> terminal.line("! " + warning));
            wiring.events().listen(entry -> terminal.line(text(entry.value())));
            terminal.line("page and APIs at " + wiring.url() + ", limits held by "
                    + wiring.cluster().enforcement().text());
            wiring.cluster().services().forEach(service -> terminal.line(text(service)));
            interruption.await();
            terminal.line("stopping");
        }
        return ExitStatus.INTERRUPTED;
    }

    // A Kubernetes cluster of this machine.

    private int cluster(Terminal terminal) {
        try (var interruption = Interruption.listen(() -> {});
                var cluster = startCluster(terminal)) {
            terminal.line("Kubernetes " + ControlPlanePrograms.KUBERNETES + " at " + cluster.controlPlane().url()
                    + ", its pods at " + cluster.node().address() + " and after, limits held by "
                    + cluster.node().enforcement().text());
            terminal.line("export KUBECONFIG=" + cluster.controlPlane().kubeconfig());
            apply(cluster, terminal);
            interruption.await();
            terminal.line("stopping");
        }
        return ExitStatus.INTERRUPTED;
    }

    private LocalCluster startCluster(Terminal terminal) {
        var options = new LocalCluster.Options(
                clusterFolder, Path.of("").toAbsolutePath(), Distribution.here().commands());
        terminal.line("headroom up: starting a cluster in " + options.folder());
        try {
            return LocalCluster.start(options, terminal::line);
        } catch (ProgramException | UncheckedIOException failure) {
            throw new UserError(String.valueOf(failure.getMessage()));
        }
    }

    private void apply(LocalCluster cluster, Terminal terminal) {
        try (var client = ClusterClient.of(cluster.controlPlane().access(User.ADMIN))) {
            new Applying(client, terminal::line).apply(manifests);
        } catch (Applying.RefusedException | UncheckedIOException failure) {
            throw new UserError(String.valueOf(failure.getMessage()));
        }
    }

    // This program's own loop.

    private List<Path> files() {
        if (adapter == null) {
            return manifests;
        }
        AdapterConfig.read(adapter);
        var files = new ArrayList<>(manifests);
        files.add(adapter);
        return files;
    }

    private static void reload(Wiring wiring, Terminal terminal) {
        try {
            wiring.reload();
            terminal.line("configuration reloaded");
        } catch (ManifestException wrong) {
            terminal.line("! the configuration stays as it was: " + wrong.getMessage());
        }
    }

    private static String text(ServiceStatus service) {
        return "Service " + service.name() + " at " + String.join(", ", service.addresses())
                + (service.notes().isEmpty() ? "" : " (" + String.join("; ", service.notes()) + ")");
    }

    private static String text(Event event) {
        return CLOCK.format(event.time().atZone(ZoneId.systemDefault())) + "  " + event.kind() + "/" + event.object()
                + "  " + event.reason() + "  " + event.message();
    }
}
