package dev.headroom.cli;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.apiserver.AggregatedApi;
import dev.headroom.apiserver.Limits;
import dev.headroom.apiserver.WebhookServer;
import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.HttpClientConfig.Secret;
import dev.headroom.config.HttpClientConfig.TlsConfig;
import dev.headroom.kubernetes.ClusterAccess;
import dev.headroom.kubernetes.Election;
import dev.headroom.kubernetes.LimitedApi;
import dev.headroom.manifests.ManifestException;
import dev.headroom.operator.Installation;
import dev.headroom.operator.Operator;
import dev.headroom.operator.OperatorConfig;
import dev.headroom.operator.OperatorMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `headroom operator`: the loop inside a Kubernetes cluster, until it is stopped.
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        description = {
            "Works in a Kubernetes cluster until it is stopped. Several may run; the one that holds the lease acts.",
            "  shadow      decides beside the controllers that are there and writes nothing but its report",
            "  adapter     makes and feeds the autoscalers of ScaledObjects, in place of KEDA's operator;"
                    + " the HPA controller scales",
            "  autoscaler  decides and writes the scale subresource itself: for ScaledObjects, and for"
                    + " HorizontalPodAutoscalers annotated headroom.dev/autoscaler: headroom"
        },
        footer = {
            "",
            "Examples:",
            "  headroom operator --print crds | kubectl apply -f -",
            "  headroom operator --mode shadow",
            "  headroom operator --mode adapter --metrics-service headroom-metrics",
            "  headroom operator --mode autoscaler --prometheus-url http://prometheus.monitoring:9090",
            "  headroom operator --mode autoscaler --config.file prometheus.yml --data /data"
        })
final class OperatorCommand implements Callable<Integer> {

    private static final Path OWN_NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    @Option(names = "--print", paramLabel = "WHAT",
            description = "print manifests for kubectl apply and do nothing else: crds (ScaledObject and its"
                    + " companions, where KEDA's are not installed) or rbac (one ClusterRole for each mode)")
    private @Nullable Installation print;

    @Option(names = "--mode", paramLabel = "MODE",
            description = "${COMPLETION-CANDIDATES}, in any case")
    private @Nullable OperatorMode mode;

    @Option(names = "--kubeconfig", paramLabel = "FILE",
            description = "how to reach the cluster (default: the service account of the pod, else KUBECONFIG, else"
                    + " ~/.kube/config)")
    private @Nullable Path kubeconfig;

    @Option(names = "--namespace", paramLabel = "NS", description = "work for this namespace only (default: all)")
    private @Nullable String namespace;

    @Option(names = "--lease-namespace", paramLabel = "NS",
            description = "where the lease is (default: the pod's namespace, else the kubeconfig's, else default)")
    private @Nullable String leaseNamespace;

    @Option(names = "--lease-name", paramLabel = "NAME", defaultValue = "headroom-operator",
            description = "operators with the same lease take turns (default: ${DEFAULT-VALUE})")
    private String leaseName = "headroom-operator";

    @Option(names = "--identity", paramLabel = "NAME",
            description = "how this process calls itself in the lease (default: host, process and its start)")
    private @Nullable String identity;

    @Option(names = "--keda-namespace", paramLabel = "NS", defaultValue = "keda",
            description = "where KEDA would be: its lease is looked at, and the Secrets of"
                    + " ClusterTriggerAuthentications are read there (default: ${DEFAULT-VALUE})")
    private String kedaNamespace = "keda";

    @Option(names = "--sync-period", paramLabel = "T", defaultValue = "15s",
            description = "how often autoscalers decide, in shadow and autoscaler mode (default: ${DEFAULT-VALUE})")
    private String syncPeriod = "15s";

    @Option(names = "--all-hpas",
            description = "decide for every HorizontalPodAutoscaler, annotated or not, where nobody else acts on it")
    private boolean allHpas;

    @Option(names = "--kube-api-qps", paramLabel = "N", defaultValue = "50",
            description = "limit requestsPerSecond to the API server (default: ${DEFAULT-VALUE})")
    private double qps = 50;

    @Option(names = "--kube-api-burst", paramLabel = "N", defaultValue = "100",
            description = "limit requestBurst (default: ${DEFAULT-VALUE})")
    private int burst = 100;

    @Mixin
    private final PrometheusOptions prometheusOptions = new PrometheusOptions();

    @Option(names = "--adapter", paramLabel = "CONFIG",
            description = "configuration of prometheus-adapter: how the server of --prometheus-url, or what is scraped"
                    + " here, answers metrics of HorizontalPodAutoscalers")
    private @Nullable Path adapter;

    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:9095",
            description = "where /livez, /readyz, /metrics and the report are (default: ${DEFAULT-VALUE})")
    private String listen = "127.0.0.1:9095";

    @Option(names = "--metrics-service", paramLabel = "NAME",
            description = "serve the metrics APIs behind this Service, in the namespace of the lease: external metrics"
                    + " of ScaledObjects, and with --adapter custom metrics (default: not served)")
    private @Nullable String metricsService;

    @Option(names = "--metrics-listen", paramLabel = "HOST:PORT", defaultValue = "0.0.0.0:6443",
            description = "where they are served, with TLS (default: ${DEFAULT-VALUE})")
    private String metricsListen = "0.0.0.0:6443";

    @Option(names = {"--config.file", "--config"}, paramLabel = "PROMETHEUS.YML",
            description = "scrape what this configuration of Prometheus says, found among the objects of the cluster,"
                    + " and what ServiceMonitor, PodMonitor and PrometheusRule objects say; read again on SIGHUP and"
                    + " POST /-/reload; needs --data")
    private @Nullable Path observed;

    @Option(names = "--own-url", paramLabel = "URL",
            description = "URL of the Service in front of --listen: Prometheus triggers that name it mean what is"
                    + " scraped here, such as http://headroom.monitoring:9095; may be repeated")
    private List<String> ownUrls = new ArrayList<>();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final KubeletOptions kubelets = new KubeletOptions();

    @Mixin
    private final AdmissionOptions admission = new AdmissionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (print != null) {
            spec.commandLine().getOut().print(print.manifests());
            spec.commandLine().getOut().flush();
            return ExitStatus.DONE;
        }
        var terminal = new Terminal(spec.commandLine().getOut());
        var warnings = new ArrayList<String>();
        var config = config(warnings);
        warnings.forEach(warning -> terminal.line("! " + warning));
        try (var interruption = Interruption.listen(() -> {});
                var operator = Operator.start(config, line -> terminal.line("headroom operator: " + line))) {
            Hangup.listen(() -> reload(operator, terminal));
            operator.warnings().forEach(warning -> terminal.line("! " + warning));
            terminal.line("headroom operator: pages at http://" + config.page().host() + ":" + operator.port());
            interruption.await();
            terminal.line("headroom operator: stopping");
        }
        return ExitStatus.INTERRUPTED;
    }

    private OperatorConfig config(List<String> warnings) {
        if (mode == null) {
            throw new UserError("--mode: expected shadow, adapter or autoscaler, got none");
        }
        var access = ClusterAccess.find(Optional.ofNullable(kubeconfig));
        var sync = CliDurations.between("--sync-period", syncPeriod, Duration.ofMillis(100), Duration.ofHours(1));
        if (!(qps > 0) || burst < 1) {
            throw new UserError("--kube-api-qps, --kube-api-burst: expected more than 0 and at least 1, got " + qps
                    + " and " + burst);
        }
        var numbers = numbers(warnings);
        var resources = kubelets.http();
        if (resources.isPresent() && metricsService == null) {
            throw new UserError("--resource-metrics: expected --metrics-service beside it, got none");
        }
        return new OperatorConfig(
                mode,
                access,
                Optional.ofNullable(namespace),
                Election.Settings.standard(ownNamespace(access), leaseName, identity()),
                kedaNamespace,
                sync,
                allHpas,
                new LimitedApi.Rate(qps, burst),
                numbers,
                Optional.ofNullable(metricsService).map(name -> serving(name, ownNamespace(access), resources)),
                admission.admission(mode, ownNamespace(access), leaseName),
                page("--listen", listen),
                data.folder());
    }

    private static void reload(Operator operator, Terminal terminal) {
        try {
            operator.reload();
            terminal.line("headroom operator: configuration reloaded");
        } catch (ManifestException wrong) {
            terminal.line("! the configuration stays as it was: " + wrong.getMessage());
        }
    }

    private OperatorConfig.Numbers numbers(List<String> warnings) {
        var server = prometheusOptions.prometheus(warnings);
        if (adapter != null && server.isEmpty() && observed == null) {
            throw new UserError("--adapter: expected --prometheus-url or --config.file beside it, got neither");
        }
        if (observed == null && !ownUrls.isEmpty()) {
            throw new UserError("--own-url: expected --config.file beside it, got none");
        }
        var observing = Optional.ofNullable(observed).map(file -> {
            var folder = data.folder().orElseThrow(() -> new UserError(
                    "--config.file: expected --data FOLDER beside it, where samples are kept, got none"));
            return new OperatorConfig.Observing(file, data.below(folder, "samples"), ownUrls);
        });
        return new OperatorConfig.Numbers(
                server, observing, Optional.ofNullable(adapter).map(AdapterConfig::read));
    }

    private OperatorConfig.Serving serving(
            String service, String namespace, Optional<HttpClientConfig> resources) {
        var at = page("--metrics-listen", metricsListen);
        var settings = new AggregatedApi.Settings(
                at.host(), at.port(), service, namespace, Limits.USUAL, Duration.ofSeconds(2));
        return new OperatorConfig.Serving(settings, leaseName + "-serving", resources);
    }

    private static OperatorConfig.Page page(String option, String listen) {
        int colon = listen.lastIndexOf(':');
        var port = listen.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new UserError(option + ": expected HOST:PORT like 0.0.0.0:9095, got \"" + listen + '"');
        }
        return new OperatorConfig.Page(listen.substring(0, colon), Integer.parseInt(port));
    }

    private String ownNamespace(ClusterAccess access) {
        if (leaseNamespace != null) {
            return leaseNamespace;
        }
        try {
            return Files.exists(OWN_NAMESPACE)
                    ? Files.readString(OWN_NAMESPACE).strip()
                    : access.namespace().orElse("default");
        } catch (IOException failure) {
            throw new UserError(OWN_NAMESPACE + ": expected a namespace, got " + failure);
        }
    }

    /// Unlike that of any other process: its host, its number there, and when it began.
    private String identity() {
        if (identity != null) {
            return identity;
        }
        var host = Optional.ofNullable(System.getenv("HOSTNAME")).filter(each -> !each.isBlank()).orElse("headroom");
        var process = ProcessHandle.current();
        var began = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return host + "_" + process.pid() + "_" + began;
    }

    /// The options that say whether objects are judged before they are stored, and how.
    private static final class AdmissionOptions {

        @Option(names = "--admission-service", paramLabel = "NAME",
                description = "judge objects before they are stored, as a validating webhook behind this Service, in"
                        + " the namespace of the lease: errors of headroom check refuse them, warnings are told"
                        + " (default: not)")
        private @Nullable String service;

        @Option(names = "--admission-listen", paramLabel = "HOST:PORT", defaultValue = "0.0.0.0:9443",
                description = "where the webhook is, with TLS (default: ${DEFAULT-VALUE})")
        private String listen = "0.0.0.0:9443";

        @Option(names = "--admission-configuration", paramLabel = "NAME",
                description = "the ValidatingWebhookConfiguration whose caBundle is kept (default: --lease-name)")
        private @Nullable String configuration;

        @Option(names = "--admission-scrape-interval", paramLabel = "T",
                description = "how often what queries read is scraped; a window that is too short for it is an error"
                        + " (default: what --config.file says; without that, it may be too short, a warning)")
        private @Nullable String scrapeInterval;

        /// @param namespace of the Service
        Optional<OperatorConfig.Admission> admission(OperatorMode mode, String namespace, String leaseName) {
            if (service == null) {
                return Optional.empty();
            }
            if (mode == OperatorMode.SHADOW) {
                throw new UserError("--admission-service: expected --mode adapter or autoscaler, got shadow, which"
                        + " writes nothing in the cluster, and so not the caBundle by which the API server knows the"
                        + " webhook");
            }
            var at = page("--admission-listen", listen);
            var every = Optional.ofNullable(scrapeInterval)
                    .map(text -> CliDurations.between(
                            "--admission-scrape-interval", text, Duration.ofMillis(1), Duration.ofHours(1)));
            return Optional.of(new OperatorConfig.Admission(
                    new WebhookServer.Settings(
                            at.host(),
                            at.port(),
                            service,
                            namespace,
                            leaseName + "-admission",
                            Objects.requireNonNullElse(configuration, leaseName),
                            Limits.WEBHOOK),
                    every));
        }
    }

    /// The options that say whether kubelets are asked what pods use, and how.
    private static final class KubeletOptions {

        private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";

        @Option(names = "--resource-metrics",
                description = "serve metrics.k8s.io as well, in place of metrics-server: CPU and memory of pods and"
                        + " nodes, asked of every kubelet each 15s; needs --metrics-service")
        private boolean served;

        @Option(names = "--kubelet-token", paramLabel = "FILE", defaultValue = ACCOUNT + "token",
                description = "the token that kubelets are asked with, read each time (default: ${DEFAULT-VALUE})")
        private Path token = Path.of(ACCOUNT + "token");

        @Option(names = "--kubelet-ca", paramLabel = "FILE", defaultValue = ACCOUNT + "ca.crt",
                description = "who signs the certificates of kubelets (default: the cluster, ${DEFAULT-VALUE})")
        private Path authority = Path.of(ACCOUNT + "ca.crt");

        @Option(names = "--kubelet-insecure-tls",
                description = "take every certificate of a kubelet, where they sign their own; whoever can answer in"
                        + " place of one gets the token")
        private boolean insecure;

        /// How kubelets are asked; empty where they are not.
        Optional<HttpClientConfig> http() {
            if (!served) {
                return Optional.empty();
            }
            if (!Files.isReadable(token)) {
                throw new UserError(
                        "--kubelet-token: expected a file with a token, got " + token + ", which cannot be read");
            }
            if (!insecure && !Files.isReadable(authority)) {
                throw new UserError("--kubelet-ca: expected a file with certificates, got " + authority
                        + ", which cannot be read; --kubelet-insecure-tls takes every certificate");
            }
            var trusted = insecure ? Secret.NONE : new Secret("", authority.toString());
            return Optional.of(new HttpClientConfig(
                    new Credentials.Typed("Bearer", new Secret("", token.toString())),
                    new TlsConfig(trusted, Secret.NONE, Secret.NONE, "", insecure, "", ""),
                    Map.of(),
                    false,
                    false));
        }
    }
}
