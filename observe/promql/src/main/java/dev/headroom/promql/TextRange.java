package dev.headroom.promql;

import java.nio.charset.StandardCharsets;

/// Where in the query something stands: from `start`, included, to `end`, not included, both counted in chars from 0.
public record TextRange(int start, int end) {

    /// From the start of this range to the end of another.
    public TextRange to(TextRange last) {
        return new TextRange(start, last.end);
    }

    /// The text that stands there.
    public String of(String query) {
        return query.substring(start, end);
    }

    /// The start as Prometheus shows it: `1:5`, lines from 1, columns in bytes from 1.
    public String position(String query) {
        var before = query.substring(0, Math.min(start, query.length()));
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        var inLine = before.substring(before.lastIndexOf('\n') + 1);
        return line + ":" + (inLine.getBytes(StandardCharsets.UTF_8).length + 1);
    }
}
