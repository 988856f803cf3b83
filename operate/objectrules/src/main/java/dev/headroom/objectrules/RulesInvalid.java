package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.LabelNaming;
import dev.headroom.rules.RuleFiles;
import java.util.Optional;
import java.util.stream.Stream;

/// What Prometheus refuses in a rule file: names, durations, templates, unknown keys.
final class RulesInvalid implements Rule {

    /// Expressions have a rule of their own.
    private static final RuleFiles READER = new RuleFiles(LabelNaming.UTF8, _ -> Optional.empty());

    @Override
    public String id() {
        return "rules-invalid";
    }

    @Override
    public String title() {
        return "Prometheus refuses the rule file";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.ruleFiles().stream().flatMap(file -> finding(file, drafts));
    }

    private Stream<Finding> finding(Drafts.RuleFile file, Drafts drafts) {
        try {
            if (file.object().isPresent()) {
                READER.read(file.object().get());
            } else if (isWhole(file.root(), drafts)) {
                READER.read(file.root().place().file(), drafts.source(file.root()).text());
            }
            return Stream.empty();
        } catch (ManifestException wrong) {
            return Stream.of(Refusals.of(this, file.root(), "", wrong));
        }
    }

    /// Whether the rules are the file, and not a part of a ConfigMap.
    private static boolean isWhole(Field root, Drafts drafts) {
        return drafts.manifests().stream()
                .noneMatch(manifest -> manifest.root().place().file().equals(root.place().file()));
    }
}
