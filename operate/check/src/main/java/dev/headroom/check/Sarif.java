package dev.headroom.check;

import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Rule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines.
public final class Sarif {

    private static final String VERSION = "2.1.0";
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final JsonMapper JSON = new JsonMapper();

    private Sarif() {}

    /// @param version of Headroom
    public static ObjectNode of(List<Finding> findings, String version) {
        var rules = Check.rules();
        var ids = rules.stream().map(Rule::id).toList();
        var root = JSON.createObjectNode().put("$schema", SCHEMA).put("version", VERSION);
        var run = root.putArray("runs").addObject();
        run.put("columnKind", "unicodeCodePoints");
        var driver = run.putObject("tool").putObject("driver").put("name", "headroom check").put("version", version);
        var descriptions = driver.putArray("rules");
        for (var rule : rules) {
            var node = descriptions.addObject().put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.title() + ".");
            node.putObject("help").put("text", "docs/reference/checks/README.md#" + rule.id());
        }
        var results = run.putArray("results");
        findings.forEach(finding -> result(results.addObject(), finding, ids.indexOf(finding.rule())));
        return root;
    }

    private static void result(ObjectNode node, Finding finding, int ruleIndex) {
        node.put("ruleId", finding.rule())
                .put("ruleIndex", ruleIndex)
                .put("level", finding.severity().sarifLevel());
        node.putObject("message").put("text", finding.message());
        var location = node.putArray("locations").addObject().putObject("physicalLocation");
        location.putObject("artifactLocation").put("uri", uri(finding.place().file()));
        location.putObject("region")
                .put("startLine", finding.place().line())
                .put("startColumn", finding.place().column());
        finding.fix().ifPresent(fix -> fix(node.putArray("fixes").addObject(), fix));
    }

    private static void fix(ObjectNode node, Fix fix) {
        node.putObject("description").put("text", fix.description());
        var change = node.putArray("artifactChanges").addObject();
        change.putObject("artifactLocation")
                .put("uri", uri(fix.edits().getFirst().source().name()));
        var replacements = change.putArray("replacements");
        for (var edit : fix.edits()) {
            var replacement = replacements.addObject();
            FindingJson.region(replacement.putObject("deletedRegion"), edit);
            replacement.putObject("insertedContent").put("text", edit.replacement());
        }
    }

    /// A path as a relative reference.
    private static String uri(String path) {
        try {
            return new URI(null, null, path.replace('\\', '/'), null).getRawPath();
        } catch (URISyntaxException _) {
            return path;
        }
    }
}
