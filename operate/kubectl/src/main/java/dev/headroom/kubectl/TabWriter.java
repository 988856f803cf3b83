package dev.headroom.kubectl;

import java.util.ArrayList;
import java.util.List;

/// Aligns text whose cells end with a tab, as Go's `text/tabwriter` does for kubectl.
///
/// A column lives only as long as the lines that have a cell in it follow each other: a line with fewer cells ends it,
/// and below begins a new column with a width of its own. What stands after a line's last tab belongs to no column.
final class TabWriter {

    private final int minWidth;
    private final int padding;
    private final StringBuilder cell = new StringBuilder();
    private final List<List<String>> lines = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private List<String> line = new ArrayList<>();

    /// @param minWidth of a cell, its padding included
    /// @param padding blanks after the widest cell of a column
    TabWriter(int minWidth, int padding) {
        this.minWidth = minWidth;
        this.padding = padding;
    }

    /// Tabs end cells, line breaks end lines; a form feed also ends all columns.
    TabWriter write(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\t', 11 -> endCell();
                case '\n' -> endLine();
                case '\f' -> {
                    endLine();
                    flush();
                }
                default -> cell.appendCodePoint(point);
            }
        });
        return this;
    }

    /// What was written, aligned.
    String text() {
        endCell();
        lines.add(line);
        line = new ArrayList<>();
        flush();
        // The line that was never ended has no line break.
        out.setLength(out.length() - 1);
        return out.toString();
    }

    private void endCell() {
        line.add(cell.toString());
        cell.setLength(0);
    }

    private void endLine() {
        endCell();
        lines.add(line);
        line = new ArrayList<>();
    }

    private void flush() {
        var widths = widths();
        for (int i = 0; i < lines.size(); i++) {
            var cells = lines.get(i);
            for (int column = 0; column < cells.size(); column++) {
                var text = cells.get(column);
                out.append(text);
                if (column < cells.size() - 1) {
                    out.append(" ".repeat(widths.get(i)[column] - width(text)));
                }
            }
            out.append('\n');
        }
        lines.clear();
    }

    /// The width of every cell that is followed by another: for each line, by column.
    private List<int[]> widths() {
        var widths = new ArrayList<int[]>();
        int columns = 0;
        for (var cells : lines) {
            widths.add(new int[cells.size() - 1]);
            columns = Math.max(columns, cells.size() - 1);
        }
        for (int column = 0; column < columns; column++) {
            int start = 0;
            while (start < lines.size()) {
                int end = start;
                int widest = minWidth;
                while (end < lines.size() && column < widths.get(end).length) {
                    widest = Math.max(widest, width(lines.get(end).get(column)) + padding);
                    end++;
                }
                for (int i = start; i < end; i++) {
                    widths.get(i)[column] = widest;
                }
                start = end + 1;
            }
        }
        return widths;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
