package dev.headroom.server;

import dev.headroom.api.ApiAnswer;
import dev.headroom.api.ApiRequest;
import dev.headroom.api.Federation;
import dev.headroom.api.PrometheusApi;
import dev.headroom.api.StatusEndpoints;
import dev.headroom.config.AlertingConfig;
import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.ScrapeConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.discovery.TargetSources;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.Labels;
import dev.headroom.notifier.AlertNotifier;
import dev.headroom.notifier.HttpAlertSender;
import dev.headroom.query.EngineOptions;
import dev.headroom.remotewrite.HttpRemoteSender;
import dev.headroom.remotewrite.RemoteWrites;
import dev.headroom.rules.Notification;
import dev.headroom.rules.RuleGroup;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.JobDiscovery;
import dev.headroom.scrape.ScrapeTarget;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a server that `prometheus.yml` sets up: scrape jobs, lists of targets, rule groups, Alertmanagers,
/// receivers of remote write.
/// Without such a file they are there and empty.
final class ConfiguredParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredParts.class);

    private final Optional<PrometheusFile> file;
    private final Timeline timeline;
    private final HttpClients clients;
    private final TargetSources sources;
    private final AlertNotifier notifier;
    private final RemoteWrites remoteWrites;
    private Runnable applied = () -> {};

    /// @param clients closed by whoever made them
    /// @param stored what is sent on
    ConfiguredParts(
            Optional<PrometheusFile> file, Timeline timeline, HttpClients clients, RemoteWrites.Stored stored) {
        this.file = file;
        this.timeline = timeline;
        this.clients = clients;
        this.sources = new TargetSources(timeline, this.clients, this::targetsChanged);
        this.notifier = new AlertNotifier(new HttpAlertSender(clients), timeline);
        this.remoteWrites = new RemoteWrites(stored, new HttpRemoteSender(clients, timeline), timeline);
    }

    /// Starts to look for targets, and tells `changed` whenever targets or rules are no longer what they were.
    void start(Runnable changed) {
        applied = changed;
        apply();
    }

    private void apply() {
        var wanted = new HashSet<SdConfig>();
        jobs().forEach(job -> wanted.addAll(job.discoveries()));
        alerting().alertmanagers().forEach(set -> wanted.addAll(set.discoveries()));
        sources.sync(wanted);
        remoteWrites.sync(
                config().map(PrometheusConfig::remoteWrite).orElse(List.of()), externalLabels().asMap());
        targetsChanged();
    }

    private void targetsChanged() {
        applied.run();
    }

    private Optional<PrometheusConfig> config() {
        return file.map(PrometheusFile::loaded).map(PrometheusFile.Loaded::config);
    }

    private List<ScrapeConfig> jobs() {
        return config().map(PrometheusConfig::scrapeConfigs).orElse(List.of());
    }

    /// The discoveries of Kubernetes, of jobs and of Alertmanagers.
    Set<SdConfig.Kubernetes> kubernetes() {
        return Stream.concat(
                        jobs().stream().flatMap(job -> job.discoveries().stream()),
                        alerting().alertmanagers().stream().flatMap(set -> set.discoveries().stream()))
                .filter(SdConfig.Kubernetes.class::isInstance)
                .map(SdConfig.Kubernetes.class::cast)
                .collect(Collectors.toSet());
    }

    private AlertingConfig alerting() {
        return config().map(PrometheusConfig::alerting).orElse(AlertingConfig.NONE);
    }

    Labels externalLabels() {
        return file.map(PrometheusFile::loaded).map(PrometheusFile.Loaded::externalLabels).orElse(Labels.empty());
    }

    Set<String> jobNames() {
        return jobs().stream().map(ScrapeConfig::jobName).collect(Collectors.toSet());
    }

    /// Tells the Alertmanagers that there are now.
    ///
    /// @return the targets that were asked for by name: those of the server itself and of the command line, and those
    ///     of the jobs. As in Prometheus, two of them may be the same address
    Discovery discover(List<ScrapeTarget> named, Discovery.Snapshot snapshot) {
        notifier.sync(alerting(), externalLabels().asMap(), discovery -> discovery instanceof SdConfig.Kubernetes found
                ? JobDiscovery.groups(found, snapshot)
                : sources.groups(discovery));
        var found = JobDiscovery.discover(jobs(), sources::groups, snapshot);
        var targets = new ArrayList<>(named);
        targets.addAll(found.targets());
        return new Discovery(targets, found.dropped());
    }

    List<RuleGroup> ruleGroups() {
        return file.map(PrometheusFile::loaded).map(PrometheusFile.Loaded::groups).orElse(List.of());
    }

    List<String> warnings() {
        return file.map(PrometheusFile::loaded).map(PrometheusFile.Loaded::warnings).orElse(List.of());
    }

    void notified(List<Notification> notifications) {
        notifier.accept(notifications);
    }

    RemoteWrites remoteWrites() {
        return remoteWrites;
    }

    AlertNotifier notifier() {
        return notifier;
    }

    /// Reads the configuration again and uses it.
    ///
    /// @throws ManifestException when it is not good, or there is none; what ran before goes on
    void reload() {
        var known = file.orElseThrow(() -> new ManifestException(
                "reload: expected a server that was started with --config.file, got one without"));
        known.reload();
        apply();
        known.loaded().warnings().forEach(warning -> LOG.warn("{}", warning));
        LOG.info("configuration reloaded: {} jobs, {} rule groups", jobs().size(), ruleGroups().size());
    }

    /// Whether the newest configuration is the one that runs.
    boolean reloadSucceeded() {
        return file.map(known -> known.trouble().isEmpty()).orElse(true);
    }

    StatusEndpoints.State status(Instant startedAt, String retention) {
        var loaded = file.map(PrometheusFile::loaded);
        return new StatusEndpoints.State(
                loaded.map(PrometheusFile.Loaded::shown).orElse(""),
                Map.of("storage.tsdb.retention.time", retention),
                startedAt,
                reloadSucceeded(),
                loaded.map(PrometheusFile.Loaded::at).orElse(startedAt),
                retention);
    }

    /// `/federate`, `/-/healthy`, `/-/ready` and `/-/reload`.
    void serve(HttpSurface surface, Queryable storage) {
        var federation = new Federation(
                storage, timeline, EngineOptions.defaults().lookback(), () -> externalLabels().asMap());
        surface.serve("/federate", new PrometheusPart(federation::answer))
                .serve("/-/healthy", new PrometheusPart(_ -> StatusEndpoints.healthy()))
                .serve("/-/ready", new PrometheusPart(_ -> StatusEndpoints.ready()))
                .serve("/-/reload", new PrometheusPart(this::reload));
    }

    private ApiAnswer reload(ApiRequest request) {
        return StatusEndpoints.reloaded(request, () -> {
            try {
                reload();
                return "";
            } catch (ManifestException wrong) {
                LOG.error("the configuration stays as it was: {}", wrong.getMessage());
                return String.valueOf(wrong.getMessage());
            }
        });
    }

    void addTo(PrometheusApi api) {
        StatusEndpoints.addAlertmanagers(api, () -> notifier.instances().stream()
                .map(AlertNotifier.Instance::url)
                .toList());
    }

    @Override
    public void close() {
        sources.close();
        notifier.close();
        remoteWrites.close();
    }
}
