package dev.headroom.loop;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import java.util.ArrayList;
import java.util.List;

/// What a file holds that is applied: objects, rules as Prometheus reads them, the configuration of an adapter.
///
/// @param objects PrometheusRules among them
public record AppliedFile(List<Manifest> objects, List<RuleGroup> groups, List<AdapterConfig> adapters) {

    public AppliedFile {
        objects = List.copyOf(objects);
        groups = List.copyOf(groups);
        adapters = List.copyOf(adapters);
    }

    /// @param rules reads its rules
    /// @throws dev.headroom.manifests.ManifestException for the first document that is wrong
    public static AppliedFile of(List<Field> documents, RuleFiles rules) {
        var adapters = new ArrayList<AdapterConfig>();
        var others = new ArrayList<Field>();
        for (var document : documents) {
            var adapter = AdapterConfig.found(document);
            adapter.ifPresent(adapters::add);
            // A ConfigMap that holds such a configuration is an object, too.
            if (adapter.isEmpty() || !document.at("kind").isMissing()) {
                others.add(document);
            }
        }
        boolean isRuleFile = !others.isEmpty() && !others.getFirst().at("groups").isMissing();
        return isRuleFile
                ? new AppliedFile(List.of(), rules.read(documents), adapters)
                : new AppliedFile(Manifest.read(others), List.of(), adapters);
    }
}
