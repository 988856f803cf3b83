package dev.headroom.fuzz;

import dev.headroom.model.Labels;
import dev.headroom.promql.QueryResult;
import dev.headroom.rules.AlertTemplate;
import java.time.Instant;
import java.util.List;

/// A template of an alert, which ends in its text or in one that says why not.
final class TemplateTarget implements FuzzTarget {

    private static final AlertTemplate.Surroundings AROUND = new AlertTemplate.Surroundings(
            Labels.of("alertname", "A", "instance", "[2001:db8::1]:443", "größe", "L"),
            2.5,
            Labels.of("region", "eu"),
            "http://localhost:9090/",
            Instant.ofEpochSecond(1_700_000_000),
            query -> List.of(
                    new QueryResult.Element(Labels.of("__name__", query, "a", "1"), 1_700_000_000_000L, 1e21),
                    new QueryResult.Element(Labels.of("a", "2"), 1_700_000_000_000L, Double.NaN)));

    @Override
    public String name() {
        return "template";
    }

    @Override
    public List<byte[]> seeds() {
        return Inputs.together(
                Inputs.vectors("prometheus/templates", "template"),
                Inputs.deep("{{if 1}}", "{{(", "{{ print (", "{{define \"a\"}}"),
                List.of(
                        Inputs.bytes("{{" + "(".repeat(8_000) + "1" + ")".repeat(8_000) + "}}"),
                        Inputs.bytes("{{ 1" + " | print".repeat(1_500) + "}}")));
    }

    @Override
    public void run(byte[] input) {
        var template = Inputs.text(input);
        boolean broken = AlertTemplate.error("A", template).isPresent();
        var text = AlertTemplate.expand("A", template, AROUND);
        if (broken && !text.startsWith("<error expanding template: ")) {
            throw new IllegalStateException("cannot be read, and gives " + text);
        }
    }

    @Override
    public List<String> words() {
        return List.of("{{ ", " }}", "{{- ", " -}}", "$value", "$labels.", "if ", "else ", "end", "range ", "with ",
                "define \"a\"", "template \"a\"", "block ", "break", "continue", "query \"", "| first", "| value",
                "| humanize", "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp",
                "printf \"%", "reReplaceAll \"", "sortByLabel \"", "strvalue", "toUpper", "title", "match \"",
                "stripPort", "stripDomain", "parseDuration \"", "toTime", "safeHtml", "args ", "tableLink \"",
                "externalURL", "pathPrefix", "len ", "index ", "slice ", "printf", "not ", "and ", "or ", "eq ",
                ":= ", "= ", "%v", "%[2]*.[1]*f", "%q", "%x", "0x1p4", "'a'", "`a`", "/*", "*/");
    }
}
