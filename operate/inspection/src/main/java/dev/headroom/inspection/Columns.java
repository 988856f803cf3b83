package dev.headroom.inspection;

import java.util.ArrayList;
import java.util.List;

/// A table as kubectl prints it: columns three blanks apart, headings in capitals.
public final class Columns {

    private static final int GAP = 3;

    private final List<List<String>> rows = new ArrayList<>();

    public Columns(String... headings) {
        rows.add(List.of(headings));
    }

    public Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public List<String> lines() {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i));
                if (i < columns - 1) {
                    line.append(" ".repeat(widths[i] - row.get(i).length() + GAP));
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
