package dev.headroom.promql;

import java.nio.charset.StandardCharsets;

/// Words the errors of one query as Prometheus does: `1:5: parse error: ...`, lines from 1, columns in bytes from 1.
record SyntaxErrors(String query) {

    PromqlException at(TextRange where, String message) {
        return at(where.start(), message);
    }

    PromqlException at(int offset, String message) {
        var place = query.isEmpty() ? "unknown position" : position(offset);
        return new PromqlException(PromqlException.Kind.BAD_DATA, place + ": parse error: " + message);
    }

    private String position(int offset) {
        var before = query.substring(0, Math.min(offset, query.length()));
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        var inLine = before.substring(before.lastIndexOf('\n') + 1);
        return line + ":" + (inLine.getBytes(StandardCharsets.UTF_8).length + 1);
    }
}
