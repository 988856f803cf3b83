package dev.headroom.records;

/// A line of a record that cannot be read: the field, what was expected there, what stands there.
public final class RecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RecordException(String field, String expected, String got) {
        super("field \"" + field + "\": expected " + expected + ", got \"" + got + '"');
    }
}
