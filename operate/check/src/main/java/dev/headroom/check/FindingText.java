package dev.headroom.check;

import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Severity;
import java.util.ArrayList;
import java.util.List;

/// Findings for a person: a line each, the suggested change below it, the count last.
public final class FindingText {

    private FindingText() {}

    public static List<String> lines(List<Finding> findings, int files) {
        var lines = new ArrayList<String>();
        for (var finding : findings) {
            lines.add(line(finding));
            finding.fix().ifPresent(fix -> Patch.lines(fix).forEach(line -> lines.add("    " + line)));
        }
        int fixes = Patch.of(findings).fixes();
        lines.add(summary(findings, counted(files, "file"))
                + (fixes == 0 ? "" : "; --fix writes " + counted(fixes, "suggested change")));
        return List.copyOf(lines);
    }

    /// The same for objects of a cluster, whose fields have no lines but paths; what to change is changed where they
    /// are kept.
    public static List<String> ofObjects(List<Finding> findings, int objects) {
        var lines = new ArrayList<String>();
        for (var finding : findings) {
            var path = finding.place().path();
            lines.add(finding.place().file() + ": " + (path.isEmpty() ? "" : path + ": ") + words(finding));
            finding.fix().ifPresent(fix -> Patch.lines(fix).forEach(line -> lines.add("    " + line)));
        }
        lines.add(summary(findings, counted(objects, "object")));
        return List.copyOf(lines);
    }

    /// `file:line:column: severity: message [rule]`
    static String line(Finding finding) {
        return finding.where() + ": " + words(finding);
    }

    private static String words(Finding finding) {
        return finding.severity().word() + ": " + finding.message() + " [" + finding.rule()
                + "]";
    }

    private static String summary(List<Finding> findings, String checked) {
        return count(findings, Severity.ERROR, "error") + ", " + count(findings, Severity.WARNING, "warning") + ", "
                + count(findings, Severity.INFO, "info") + " in " + checked;
    }

    private static String count(List<Finding> findings, Severity severity, String word) {
        return counted((int) findings.stream().filter(finding -> finding.severity() == severity).count(), word);
    }

    private static String counted(int count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
