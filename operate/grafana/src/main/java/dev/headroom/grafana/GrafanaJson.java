package dev.headroom.grafana;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a dashboard in the schema that Grafana imports (v1, `schemaVersion` 39: Grafana 11 and later).
///
/// Grafana's own types read what it writes without an unknown or a missing field: `UnmarshalJSONStrict` and `Validate`
/// of `grafana-foundation-sdk/go` 0.0.22, by `GrafanaSchemaTest` of `prove/peers`.
public final class GrafanaJson {

    private static final int SCHEMA_VERSION = 39;
    private static final int COLUMNS = 24;
    private static final int PANEL_HEIGHT = 8;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode root = NODES.objectNode();
    private int id;
    private int y;

    private GrafanaJson() {}

    /// The file for a dashboard, with a line break at its end.
    public static String text(Dashboard dashboard) {
        var printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer().with(printer).writeValueAsString(json(dashboard)) + "\n";
    }

    static ObjectNode json(Dashboard dashboard) {
        return new GrafanaJson().write(dashboard);
    }

    private ObjectNode write(Dashboard dashboard) {
        root.put("uid", dashboard.uid())
                .put("title", dashboard.title())
                .put("description", dashboard.description())
                .put("schemaVersion", SCHEMA_VERSION)
                .put("editable", true)
                .put("graphTooltip", 1)
                .put("refresh", "10s")
                .put("timezone", "browser");
        root.putArray("tags").add("headroom");
        root.putObject("annotations").putArray("list");
        root.putObject("time").put("from", "now-1h").put("to", "now");
        var variables = root.putObject("templating").putArray("list");
        dashboard.variables().forEach(each -> variables.add(variable(each)));
        var panels = root.putArray("panels");
        dashboard.rows().forEach(row -> row(row, panels));
        return root;
    }

    private void row(Dashboard.Row row, ArrayNode panels) {
        var line = panels.addObject().put("id", ++id).put("type", "row").put("title", row.title());
        line.put("collapsed", false);
        place(line, 1, COLUMNS, 0);
        line.putArray("panels");
        y++;
        int width = COLUMNS / row.panels().size();
        int x = 0;
        for (var panel : row.panels()) {
            var node = panel(panel);
            place(node, PANEL_HEIGHT, width, x);
            panels.add(node);
            x += width;
        }
        y += PANEL_HEIGHT;
    }

    private void place(ObjectNode panel, int height, int width, int x) {
        panel.putObject("gridPos").put("h", height).put("w", width).put("x", x).put("y", y);
    }

    private ObjectNode panel(Panel panel) {
        var node = NODES.objectNode()
                .put("id", ++id)
                .put("type", panel.kind().type())
                .put("title", panel.title())
                .put("description", panel.description());
        node.set("datasource", source());
        var targets = node.putArray("targets");
        char letter = 'A';
        for (var query : panel.queries()) {
            var target = targets.addObject().put("refId", String.valueOf(letter++));
            target.set("datasource", source());
            target.put("editorMode", "code")
                    .put("expr", query.expression())
                    .put("legendFormat", query.legend())
                    .put("range", true);
        }
        node.set("fieldConfig", fields(panel));
        node.set("options", options(panel));
        return node;
    }

    private static ObjectNode source() {
        return NODES.objectNode().put("type", "prometheus").put("uid", "${datasource}");
    }

    private static ObjectNode fields(Panel panel) {
        var node = NODES.objectNode();
        var defaults = node.putObject("defaults").put("unit", panel.unit().id()).put("min", 0);
        defaults.putObject("color").put("mode", "palette-classic");
        var custom = defaults.putObject("custom");
        switch (panel.kind()) {
            case LINES -> custom.put("lineWidth", 2).put("fillOpacity", 0).put("spanNulls", false);
            case STEPS -> custom.put("lineWidth", 2).put("lineInterpolation", "stepAfter").put("spanNulls", false);
            case BARS -> {
                custom.put("drawStyle", "bars").put("fillOpacity", 60);
                custom.putObject("stacking").put("mode", "normal").put("group", "A");
            }
            case STATES -> custom.put("lineWidth", 0).put("fillOpacity", 70);
        }
        node.putArray("overrides");
        return node;
    }

    private static ObjectNode options(Panel panel) {
        var node = NODES.objectNode();
        var legend = node.putObject("legend").put("displayMode", "list").put("placement", "bottom");
        legend.put("showLegend", panel.kind() != Panel.Kind.STATES).putArray("calcs");
        node.putObject("tooltip").put("mode", "multi").put("sort", "desc");
        if (panel.kind() == Panel.Kind.STATES) {
            node.put("mergeValues", true).put("showValue", "never").put("alignValue", "left").put("rowHeight", 0.8);
        }
        return node;
    }

    private static ObjectNode variable(Variable variable) {
        var node = NODES.objectNode().put("name", variable.name()).put("label", variable.label()).put("hide", 0);
        switch (variable) {
            case Variable.Source _ -> node.put("type", "datasource").put("query", "prometheus").put("refresh", 1);
            case Variable.LabelValues values -> {
                var query = "label_values(" + values.selector() + ", " + values.of() + ")";
                node.put("type", "query").put("definition", query).put("refresh", 2).put("sort", 1);
                node.set("datasource", source());
                node.putObject("query").put("query", query).put("refId", "variable");
                node.put("multi", true).put("includeAll", true).put("allValue", ".*");
                var current = node.putObject("current").put("selected", true);
                current.putArray("text").add("All");
                current.putArray("value").add("$__all");
            }
            case Variable.Text text -> {
                node.put("type", "textbox").put("query", text.value());
                node.putObject("current").put("selected", true).put("text", text.value()).put("value", text.value());
                node.putArray("options").addObject().put("selected", true).put("text", text.value())
                        .put("value", text.value());
            }
        }
        return node;
    }
}
