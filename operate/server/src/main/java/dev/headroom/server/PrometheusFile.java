package dev.headroom.server;

import dev.headroom.config.ConfigText;
import dev.headroom.config.GlobalConfig;
import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.RemoteWriteConfig;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.Labels;
import dev.headroom.promql.Syntax;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The `prometheus.yml` of a running server: what it says now, and whether the newest word could be used.
///
/// A configuration is good as a whole, its rule files included, or the one before stays.
public final class PrometheusFile {

    private final Path file;
    private final Timeline timeline;
    private Loaded loaded;
    private String trouble = "";

    /// A configuration that is good.
    ///
    /// @param groups of its rule files, with what they inherit from `global`
    /// @param shown its text, without secrets
    record Loaded(PrometheusConfig config, List<RuleGroup> groups, List<String> warnings, String shown, Instant at) {

        Labels externalLabels() {
            return Labels.of(config.global().externalLabels());
        }
    }

    /// @throws ManifestException when the file is not good
    public PrometheusFile(Path file, Timeline timeline) {
        this.file = file;
        this.timeline = timeline;
        this.loaded = load();
    }

    private Loaded load() {
        var config = PrometheusConfig.load(file, name -> System.getenv().getOrDefault(name, ""));
        checkReceivers(config);
        var warnings = new ArrayList<>(config.warnings());
        var reader = RuleFiles.of(config.global().naming(), Syntax.STABLE);
        var groups = new ArrayList<RuleGroup>();
        for (var path : config.rulePaths(warnings)) {
            reader.read(path).forEach(group -> groups.add(inheriting(group, config)));
        }
        try {
            var shown = ConfigText.shown(file.toString(), Files.readString(file));
            return new Loaded(config, groups, warnings, shown, timeline.now());
        } catch (IOException failure) {
            throw new ManifestException(file + ": cannot be read: " + failure);
        }
    }

    /// Two sections that say the same would send everything twice.
    private void checkReceivers(PrometheusConfig config) {
        var seen = new HashSet<RemoteWriteConfig>();
        for (var receiver : config.remoteWrite()) {
            if (!seen.add(receiver)) {
                throw new ManifestException(file + ": remote_write: expected each receiver once, got the same section"
                        + " for " + receiver.url() + " again; give one of them another name");
            }
        }
    }

    private static RuleGroup inheriting(RuleGroup group, PrometheusConfig config) {
        var global = config.global();
        return new RuleGroup(
                group.name(),
                group.file(),
                group.interval().or(() -> Optional.of(global.evaluationInterval())),
                group.queryOffset().or(() -> Optional.of(global.ruleQueryOffset())),
                group.limit(),
                group.labels(),
                group.rules());
    }

    /// Reads the file again.
    ///
    /// @throws ManifestException when it is not good; the configuration before stays
    synchronized void reload() {
        try {
            loaded = load();
            trouble = "";
        } catch (ManifestException wrong) {
            trouble = String.valueOf(wrong.getMessage());
            throw wrong;
        }
    }

    /// What its section `global` says now.
    public GlobalConfig global() {
        return loaded().config().global();
    }

    synchronized Loaded loaded() {
        return loaded;
    }

    /// Why the newest configuration is not the one that runs; empty when it is.
    synchronized String trouble() {
        return trouble;
    }
}
