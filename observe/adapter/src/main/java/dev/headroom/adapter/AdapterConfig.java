package dev.headroom.adapter;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The configuration of prometheus-adapter: its own file, the ConfigMap that holds it, or the values of its Helm chart.
///
/// @param rules of custom metrics, in their order: where two serve a metric, the later one does
/// @param externalRules of external metrics
/// @param server the address of the Prometheus, where values of the Helm chart name one
public record AdapterConfig(
        List<DiscoveryRule> rules,
        List<DiscoveryRule> externalRules,
        Optional<ResourceRules> resourceRules,
        Optional<String> server) {

    private static final Set<String> KEYS = Set.of("rules", "externalRules", "resourceRules");
    private static final Set<String> CHART_KEYS = Set.of("default", "custom", "external", "resource", "existing");

    public AdapterConfig {
        rules = List.copyOf(rules);
        externalRules = List.copyOf(externalRules);
    }

    /// @throws ManifestException for a file that holds none, and for the first thing in it that is wrong
    public static AdapterConfig read(Path file) {
        return of(Yaml.read(file), file.toString());
    }

    /// @param name of the text, for messages
    public static AdapterConfig read(String name, String text) {
        return of(Yaml.read(name, text), name);
    }

    private static AdapterConfig of(List<Field> documents, String name) {
        return documents.stream()
                .flatMap(document -> found(document).stream())
                .findFirst()
                .orElseThrow(() -> new ManifestException(name + ": expected a configuration of prometheus-adapter"
                        + " (rules, externalRules, resourceRules), its ConfigMap, or the values of its Helm chart, got"
                        + " nothing"
                        + " of that kind"));
    }

    /// The configuration that a document is or holds; empty when it is something else.
    ///
    /// @throws ManifestException for the first thing in it that is wrong
    public static Optional<AdapterConfig> found(Field document) {
        if (!(document instanceof Field.Mapping mapping)) {
            return Optional.empty();
        }
        if (mapping.fields().containsKey("kind")) {
            return document.at("kind").text().equals("ConfigMap") ? inside(document) : Optional.empty();
        }
        if (document.at("rules") instanceof Field.Mapping chart
                && chart.fields().keySet().stream().anyMatch(CHART_KEYS::contains)) {
            return Optional.of(ConfigReader.chart(document));
        }
        return KEYS.stream().anyMatch(mapping.fields()::containsKey) && !isOther(document.at("rules"))
                ? Optional.of(ConfigReader.config(document))
                : Optional.empty();
    }

    /// Whether `rules` is a list of what another program means by rules.
    private static boolean isOther(Field rules) {
        return rules instanceof Field.Sequence list
                && !list.items().isEmpty()
                && list.items().stream().noneMatch(AdapterConfig::looksLikeRule);
    }

    private static boolean looksLikeRule(Field item) {
        return item instanceof Field.Mapping each
                && (each.fields().containsKey("seriesQuery") || each.fields().containsKey("metricsQuery"));
    }

    /// The file in a ConfigMap, read at its place so that its lines keep their numbers.
    private static Optional<AdapterConfig> inside(Field configMap) {
        for (var entry : configMap.at("data").entries().entrySet()) {
            if (entry.getKey().matches(".*\\.ya?ml") && entry.getValue() instanceof Field.Scalar scalar) {
                var text = "\n".repeat(scalar.place().line()) + scalar.text();
                try {
                    var config = Yaml.read(scalar.place().file(), text).stream()
                            .filter(each -> each instanceof Field.Mapping && each.at("kind").isMissing())
                            .findFirst()
                            .flatMap(AdapterConfig::found);
                    if (config.isPresent()) {
                        return config;
                    }
                } catch (ManifestException wrong) {
                    if (isAdapters(configMap, scalar)) {
                        throw wrong;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// A ConfigMap may hold anything; only what looks like this is complained about.
    private static boolean isAdapters(Field configMap, Field.Scalar file) {
        return file.text().contains("seriesQuery")
                || Manifest.of(configMap).metadata().name().contains("adapter");
    }
}
