package dev.headroom.kubectl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A table as `kubectl get` prints it.
///
/// @param resource what is put before names when several kinds are printed: `horizontalpodautoscaler.autoscaling`
/// @param columns the first one is the name
public record Table(String resource, List<Column> columns, List<Row> rows) {

    private static final int MIN_CELL_WIDTH = 6;
    private static final int PADDING = 3;

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// @param wide shown only by `-o wide`
    public record Column(String name, boolean wide) {

        static List<Column> named(String... names) {
            return List.of(names).stream().map(name -> new Column(name, false)).toList();
        }

        static List<Column> wide(String... names) {
            return List.of(names).stream().map(name -> new Column(name, true)).toList();
        }
    }

    /// @param metadata of the object that the row shows
    /// @param cells texts and whole numbers, one per column
    public record Row(JsonNode metadata, List<Object> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /// The text, with a line break after each line; nothing when there are no rows.
    public String text(TableOptions options) {
        if (rows.isEmpty()) {
            return "";
        }
        var writer = new TabWriter(MIN_CELL_WIDTH, PADDING);
        if (options.headers()) {
            writer.write(String.join("\t", headings(options))).write("\n");
        }
        for (var row : rows) {
            writer.write(String.join("\t", cells(row, options))).write("\n");
        }
        return writer.text();
    }

    private List<String> headings(TableOptions options) {
        var headings = new ArrayList<String>();
        if (options.namespace()) {
            headings.add("NAMESPACE");
        }
        columns.stream()
                .filter(column -> options.wide() || !column.wide())
                .forEach(column -> headings.add(column.name().toUpperCase(Locale.ROOT)));
        for (var label : options.labelColumns()) {
            headings.add(label.substring(label.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT));
        }
        if (options.showLabels()) {
            headings.add("LABELS");
        }
        return headings;
    }

    private List<String> cells(Row row, TableOptions options) {
        var cells = new ArrayList<String>();
        if (options.namespace()) {
            cells.add(shown(row.metadata().path("namespace").asString("")));
        }
        for (int i = 0; i < columns.size(); i++) {
            if (options.wide() || !columns.get(i).wide()) {
                var prefix = i == 0 && options.withKind() ? resource + "/" : "";
                cells.add(shown(prefix + row.cells().get(i)));
            }
        }
        var labels = row.metadata().path("labels");
        options.labelColumns().forEach(label -> cells.add(shown(labels.path(label).asString(""))));
        if (options.showLabels()) {
            cells.add(shown(formatted(labels)));
        }
        return cells;
    }

    private static String formatted(JsonNode labels) {
        return labels.isEmpty()
                ? "<none>"
                : labels.properties().stream()
                        .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                        .sorted()
                        .collect(Collectors.joining(","));
    }

    /// A cell is one line: it is cut where a second one begins.
    private static String shown(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            if ("\f\n\r".indexOf(cell.charAt(i)) >= 0) {
                return Terminal.escaped(cell.substring(0, i)) + "...";
            }
        }
        return Terminal.escaped(cell);
    }
}
