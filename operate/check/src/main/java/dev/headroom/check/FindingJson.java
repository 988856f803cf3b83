package dev.headroom.check;

import dev.headroom.drafts.Edit;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Severity;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Findings for a program: `{"findings": [...], "errors": n, "warnings": n, "infos": n}`.
public final class FindingJson {

    private static final JsonMapper JSON = new JsonMapper();

    private FindingJson() {}

    public static ObjectNode of(List<Finding> findings) {
        var root = JSON.createObjectNode();
        var list = root.putArray("findings");
        for (var finding : findings) {
            var node = list.addObject()
                    .put("rule", finding.rule())
                    .put("severity", finding.severity().word())
                    .put("file", finding.place().file())
                    .put("line", finding.place().line())
                    .put("column", finding.place().column())
                    .put("message", finding.message());
            finding.fix().ifPresent(fix -> {
                var written = node.putObject("fix").put("description", fix.description());
                var edits = written.putArray("edits");
                fix.edits().forEach(edit -> region(edits.addObject(), edit).put("replacement", edit.replacement()));
            });
        }
        root.put("errors", count(findings, Severity.ERROR));
        root.put("warnings", count(findings, Severity.WARNING));
        root.put("infos", count(findings, Severity.INFO));
        return root;
    }

    /// Where an edit is, the end not included; the words are those of SARIF.
    static ObjectNode region(ObjectNode node, Edit edit) {
        var start = edit.source().place(edit.start());
        var end = edit.source().place(edit.end());
        return node.put("startLine", start.line())
                .put("startColumn", start.column())
                .put("endLine", end.line())
                .put("endColumn", end.column());
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }
}
