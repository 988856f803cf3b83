package dev.headroom.replay;

import dev.headroom.kubectl.Table;
import dev.headroom.recording.Differences;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/// Compares the cells of a table with recorded ones: texts with texts, numbers with numbers.
final class PrintedTable {

    private PrintedTable() {}

    static void rows(JsonNode recorded, Table table, Differences differences) {
        differences.add("rows", recorded.size(), table.rows().size());
        for (int i = 0; i < Math.min(recorded.size(), table.rows().size()); i++) {
            cells(recorded.path(i), table.rows().get(i), "row " + i, differences);
        }
    }

    static void cells(JsonNode recorded, Table.Row row, String what, Differences differences) {
        var expected = new ArrayList<Object>();
        recorded.forEach(cell -> expected.add(cell.isNumber() ? (Object) cell.asLong() : cell.asString()));
        differences.add(what, expected, row.cells());
    }
}
