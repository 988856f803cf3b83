package dev.headroom.fuzz;

import dev.headroom.manifests.ManifestException;
import dev.headroom.model.LabelNaming;
import dev.headroom.promql.Syntax;
import dev.headroom.rules.RuleFiles;
import java.util.List;

/// A rule file. A file without problems is read; one with problems is refused.
final class RulesTarget implements FuzzTarget {

    private final RuleFiles files = RuleFiles.of(LabelNaming.UTF8, Syntax.EXPERIMENTAL);

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public List<byte[]> seeds() {
        return Inputs.together(
                Inputs.vectors("prometheus/alerts", "rules"),
                Inputs.vectors("prometheus/rulefile", "file"),
                Inputs.deep("[", "{groups: ", "- "));
    }

    @Override
    public void run(byte[] input) {
        var text = Inputs.text(input);
        try {
            boolean fine = files.problems("rules.yml", text).isEmpty();
            boolean read = isRead(text);
            if (fine != read) {
                throw new IllegalStateException("problems: " + files.problems("rules.yml", text) + ", read: " + read);
            }
        } catch (ManifestException declared) {
            Findings.told(declared);
        }
    }

    private boolean isRead(String text) {
        try {
            var _ = files.read("rules.yml", text).toString();
            return true;
        } catch (ManifestException declared) {
            Findings.told(declared);
            return false;
        }
    }

    @Override
    public List<String> words() {
        return List.of("groups:", "- name: ", "interval:", "limit:", "query_offset:", "rules:", "record:", "alert:",
                "expr:", "for:", "keep_firing_for:", "labels:", "annotations:", "{{ $value }}", "{{ $labels.a }}",
                "{{ humanize 1 }}", "sum(", "1h30m", "&a ", "*a", "<<: ", "|\n", "---\n");
    }
}
