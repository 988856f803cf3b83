package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import java.util.ArrayList;
import java.util.List;

/// A text that was given: its name as people know it, and its content. Offsets count chars from 0; lines and columns
/// count from 1, columns in code points, as YAML's and SARIF's do.
public final class Source {

    private final String name;
    private final String text;
    private final List<Integer> lineStarts = new ArrayList<>();

    public Source(String name, String text) {
        this.name = name;
        this.text = text;
        lineStarts.add(0);
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            lineStarts.add(i + 1);
        }
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    public int lines() {
        return lineStarts.size();
    }

    /// A line without its end; the last one may be empty.
    public String line(int number) {
        int end = number < lineStarts.size() ? lineStarts.get(number) - 1 : text.length();
        var line = text.substring(lineStarts.get(number - 1), end);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /// The offset of a place; the end of its line when the column is beyond it.
    public int offset(int line, int column) {
        if (line > lineStarts.size()) {
            return text.length();
        }
        var content = line(line);
        int inLine = Math.min(column - 1, content.codePointCount(0, content.length()));
        return lineStarts.get(line - 1) + content.offsetByCodePoints(0, inLine);
    }

    public Field.Place place(int offset) {
        int line = lineAt(offset);
        int start = lineStarts.get(line - 1);
        return new Field.Place(name, line, 1 + text.codePointCount(start, Math.min(offset, text.length())), "");
    }

    /// The number of the line that an offset is in.
    public int lineAt(int offset) {
        int low = 0;
        int high = lineStarts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (lineStarts.get(middle) <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low + 1;
    }

    /// Where a line starts.
    public int lineStart(int line) {
        return lineStarts.get(line - 1);
    }

    /// What ends the lines of this text.
    public String lineEnd() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }
}
