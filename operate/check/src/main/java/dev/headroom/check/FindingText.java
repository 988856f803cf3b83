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
        lines.add(summary(findings, files));
        return List.copyOf(lines);
    }

    /// `file:line:column: severity: message [rule]`
    static String line(Finding finding) {
        return finding.where() + ": " + finding.severity().word() + ": " + finding.message() + " [" + finding.rule()
                + "]";
    }

    private static String summary(List<Finding> findings, int files) {
        int fixes = Patch.of(findings).fixes();
        return count(findings, Severity.ERROR, "error") + ", " + count(findings, Severity.WARNING, "warning") + ", "
                + count(findings, Severity.INFO, "info") + " in " + counted(files, "file")
                + (fixes == 0 ? "" : "; --fix writes " + counted(fixes, "suggested change"));
    }

    private static String count(List<Finding> findings, Severity severity, String word) {
        return counted((int) findings.stream().filter(finding -> finding.severity() == severity).count(), word);
    }

    private static String counted(int count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
