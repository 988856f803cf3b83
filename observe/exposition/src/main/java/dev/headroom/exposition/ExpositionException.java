package dev.headroom.exposition;

import java.io.Serial;

/// A metrics page that does not parse. A scrape is all or nothing: nothing of such a page may be stored.
public final class ExpositionException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int offset;

    ExpositionException(int line, int offset, String message) {
        super("line " + line + ": " + message);
        this.line = line;
        this.offset = offset;
    }

    /// An error on a page without lines.
    ExpositionException(int offset, String message) {
        super("byte " + offset + ": " + message);
        this.line = 0;
        this.offset = offset;
    }

    /// The line of the error, from 1; 0 on a page without lines.
    public int line() {
        return line;
    }

    /// The byte of the page that could not be read, from 0.
    public int offset() {
        return offset;
    }
}
