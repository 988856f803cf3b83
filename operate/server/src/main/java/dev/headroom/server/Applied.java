package dev.headroom.server;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.loop.AppliedFile;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.ManifestFiles;
import dev.headroom.manifests.Yaml;
import dev.headroom.records.AppliedCluster;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import dev.headroom.scrape.Monitor;
import dev.headroom.scrape.ScrapeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What was applied: the objects of some files, each read by the module that owns its kind. Everything is read before
/// anything starts, so a bad object starts nothing.
///
/// @param decidedFrom all objects that autoscalers depend on, they among them
/// @param workloads Deployments and Services, as written; `act/processes` reads them
/// @param adapter how metrics of HorizontalPodAutoscalers are served; empty where nothing says so
/// @param warnings what has no effect here, one line each with its place
public record Applied(
        List<Manifest> workloads,
        List<Autoscaler> autoscalers,
        List<Monitor> monitors,
        List<RuleGroup> ruleGroups,
        Optional<AdapterConfig> adapter,
        List<Manifest> decidedFrom,
        List<String> warnings) {

    public Applied {
        workloads = List.copyOf(workloads);
        autoscalers = List.copyOf(autoscalers);
        monitors = List.copyOf(monitors);
        ruleGroups = List.copyOf(ruleGroups);
        decidedFrom = List.copyOf(decidedFrom);
        warnings = List.copyOf(warnings);
    }

    /// How files are read.
    ///
    /// @param scrape interval and timeout of monitors that name none
    record Readers(RuleFiles rules, ScrapeSettings scrape) {}

    /// Reads files, and the `.yaml` and `.yml` files of folders in the order of their names.
    ///
    /// @throws ManifestException for the first object that is wrong, or when two decide over the same replicas
    static Applied read(List<Path> paths, Readers readers) {
        var reading = new Reading(readers);
        paths.stream().flatMap(path -> ManifestFiles.of(path).stream()).forEach(reading::file);
        return reading.applied();
    }

    private static final class Reading {
        private final Readers readers;
        private final List<Manifest> workloads = new ArrayList<>();
        private final List<Manifest> scaling = new ArrayList<>();
        private final List<Manifest> others = new ArrayList<>();
        private final List<Autoscaler> autoscalers = new ArrayList<>();
        private final List<Monitor> monitors = new ArrayList<>();
        private final List<RuleGroup> ruleGroups = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final Map<Path, AdapterConfig> adapters = new HashMap<>();
        private final Map<String, String> objects = new HashMap<>();
        private final Map<String, String> deciders = new HashMap<>();
        private final Map<String, Field> targets = new HashMap<>();

        Reading(Readers readers) {
            this.readers = readers;
        }

        /// A file of objects, or a rule file as Prometheus reads it.
        void file(Path file) {
            var applied = AppliedFile.of(Yaml.read(file), readers.rules());
            applied.adapters().forEach(config -> adapter(file, config));
            ruleGroups.addAll(applied.groups());
            applied.objects().forEach(this::object);
        }

        private void adapter(Path file, AdapterConfig config) {
            if (!adapters.isEmpty()) {
                throw new ManifestException(file + ": expected one configuration of prometheus-adapter, got another"
                        + " one in " + adapters.keySet().iterator().next());
            }
            adapters.put(file, config);
            config.resourceRules()
                    .ifPresent(_ -> warnings.add(file + ": resourceRules has no effect on this machine: CPU and memory"
                            + " of pods are measured"));
        }

        private void object(Manifest manifest) {
            var name = manifest.kind() + " " + manifest.metadata().namespace() + "/" + manifest.metadata().name();
            var earlier = objects.putIfAbsent(name, manifest.place());
            if (earlier != null) {
                throw manifest.root().at("metadata").at("name").wrong("each object once", name + " again, first at "
                        + earlier);
            }
            switch (manifest.kind()) {
                case "Deployment", "Service" -> workloads.add(manifest);
                case "HorizontalPodAutoscaler", "ScaledObject" -> scaling.add(manifest);
                case "ServiceMonitor", "PodMonitor" -> monitors.add(Monitor.read(manifest, readers.scrape()));
                case "PrometheusRule" -> ruleGroups.addAll(readers.rules().read(manifest));
                case String _ when AppliedCluster.reads(manifest) -> others.add(manifest);
                case String other -> warnings.add(manifest.place() + ": " + other + " \""
                        + manifest.metadata().name() + "\" has no effect on this machine");
            }
        }

        private List<Manifest> decidedFrom() {
            var all = new ArrayList<>(workloads);
            all.addAll(scaling);
            all.addAll(others);
            return all;
        }

        /// Reads the autoscalers, which depend on the other objects.
        private void autoscalers() {
            var cluster = new AppliedCluster(decidedFrom());
            var taken = new TreeSet<String>();
            for (var manifest : scaling) {
                if (manifest.kind().equals("ScaledObject")) {
                    cluster.taken(manifest).ifPresent(hpa -> {
                        taken.add(manifest.metadata().namespace() + "/" + hpa);
                        warnings.add(manifest.place() + ": ScaledObject \"" + manifest.metadata().name()
                                + "\" takes over HorizontalPodAutoscaler \"" + hpa + '"');
                    });
                }
            }
            scaling.stream()
                    .filter(each -> each.kind().equals("ScaledObject") || !taken.contains(
                            each.metadata().namespace() + "/" + each.metadata().name()))
                    .forEach(each -> autoscaler(each, cluster));
        }

        private void autoscaler(Manifest manifest, AppliedCluster cluster) {
            var autoscaler = Autoscaler.of(manifest, cluster.around(manifest)).orElseThrow();
            var target = autoscaler.target();
            var key = autoscaler.namespace() + "/" + target.kind() + "/" + target.name();
            var other = deciders.putIfAbsent(key, autoscaler.kind() + " " + autoscaler.key());
            var reference = manifest.spec().at("scaleTargetRef").at("name");
            if (other != null) {
                throw reference.wrong("one autoscaler for each scale target", target.name() + " of " + other
                        + ", too; two of them would fight");
            }
            targets.put(key, reference);
            autoscalers.add(autoscaler);
            autoscaler.warnings().forEach(warning -> warnings.add(manifest.place() + ": " + warning));
        }

        Applied applied() {
            autoscalers();
            var deployments = workloads.stream()
                    .filter(manifest -> manifest.kind().equals("Deployment"))
                    .map(manifest -> manifest.metadata().namespace() + "/Deployment/" + manifest.metadata().name())
                    .toList();
            targets.forEach((key, reference) -> {
                if (!deployments.contains(key)) {
                    throw reference.wrong(
                            "a scale target among the applied objects"
                                    + (deployments.isEmpty() ? "" : " (" + String.join(", ", deployments) + ")"),
                            key);
                }
            });
            return new Applied(
                    workloads,
                    autoscalers,
                    monitors,
                    ruleGroups,
                    adapters.values().stream().findFirst(),
                    decidedFrom(),
                    warnings);
        }
    }
}
