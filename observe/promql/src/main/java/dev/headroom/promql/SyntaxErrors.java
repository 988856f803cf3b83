package dev.headroom.promql;

/// Words the errors of one query as Prometheus does: `1:5: parse error: ...`, lines from 1, columns in bytes from 1.
record SyntaxErrors(String query) {

    PromqlException at(TextRange where, String message) {
        return at(where.start(), message);
    }

    PromqlException at(int offset, String message) {
        var place = query.isEmpty() ? "unknown position" : new TextRange(offset, offset).position(query);
        return new PromqlException(PromqlException.Kind.BAD_DATA, place + ": parse error: " + message);
    }
}
