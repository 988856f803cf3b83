package dev.headroom.promql;

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
}
