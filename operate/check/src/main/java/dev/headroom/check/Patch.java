package dev.headroom.check;

import dev.headroom.drafts.Edit;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Fixes put together into new texts. Everything that no edit touches stays as it is, comments and layout included. Of
/// two fixes that touch the same chars the first one counts; the other is for the next run.
public final class Patch {

    private final Map<String, List<Edit>> edits = new LinkedHashMap<>();
    private int fixes;

    private Patch() {}

    /// All certain fixes of some findings.
    public static Patch of(List<Finding> findings) {
        var patch = new Patch();
        findings.stream().flatMap(finding -> finding.fix().stream()).distinct().forEach(patch::add);
        return patch;
    }

    private void add(Fix fix) {
        if (fix.edits().stream().noneMatch(this::collides)) {
            fix.edits().forEach(edit ->
                    edits.computeIfAbsent(edit.source().name(), _ -> new ArrayList<>()).add(edit));
            fixes++;
        }
    }

    private boolean collides(Edit edit) {
        return edits.getOrDefault(edit.source().name(), List.of()).stream()
                .anyMatch(other -> edit.start() < other.end() && other.start() < edit.end());
    }

    /// How many fixes are in it.
    public int fixes() {
        return fixes;
    }

    /// The new texts, by the names of their sources.
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        edits.forEach((name, list) -> texts.put(name, apply(list.getFirst().source(), list)));
        return texts;
    }

    static String apply(Source source, List<Edit> edits) {
        var text = new StringBuilder(source.text());
        edits.stream()
                .sorted(Comparator.comparingInt(Edit::start).reversed())
                .forEach(edit -> text.replace(edit.start(), edit.end(), edit.replacement()));
        return text.toString();
    }

    /// The lines that a fix changes, as a diff has them: `- ` the old ones, then `+ ` the new ones.
    public static List<String> lines(Fix fix) {
        var source = fix.edits().getFirst().source();
        var old = source.text().lines().toList();
        var changed = apply(source, fix.edits()).lines().toList();
        int top = 0;
        while (top < old.size() && top < changed.size() && old.get(top).equals(changed.get(top))) {
            top++;
        }
        int bottom = 0;
        while (bottom < old.size() - top
                && bottom < changed.size() - top
                && old.get(old.size() - 1 - bottom).equals(changed.get(changed.size() - 1 - bottom))) {
            bottom++;
        }
        var lines = new ArrayList<String>();
        old.subList(top, old.size() - bottom).forEach(line -> lines.add("- " + line));
        changed.subList(top, changed.size() - bottom).forEach(line -> lines.add("+ " + line));
        return List.copyOf(lines);
    }
}
