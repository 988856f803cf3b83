package dev.headroom.formula;

import java.util.Optional;

/// What is known of a value before it is computed.
///
/// @param item of a list's items
record Nature(Kind kind, Optional<Nature> item) {

    static final Nature UNKNOWN = of(Kind.UNKNOWN);
    static final Nature NUMBER = of(Kind.NUMBER);
    static final Nature WHOLE = of(Kind.WHOLE);
    static final Nature TRUTH = of(Kind.TRUTH);
    static final Nature TEXT = of(Kind.TEXT);
    static final Nature NIL = of(Kind.NIL);

    enum Kind {
        UNKNOWN("unknown"),
        NUMBER("float64"),
        WHOLE("int"),
        TRUTH("bool"),
        TEXT("string"),
        LIST("[]interface {}"),
        NIL("nil");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private static Nature of(Kind kind) {
        return new Nature(kind, Optional.empty());
    }

    static Nature listOf(Nature item) {
        return new Nature(Kind.LIST, Optional.of(item));
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean mayBe(Kind other) {
        return kind == other || kind == Kind.UNKNOWN;
    }

    boolean isNumeric() {
        return kind == Kind.NUMBER || kind == Kind.WHOLE;
    }

    boolean mayBeNumeric() {
        return isNumeric() || kind == Kind.UNKNOWN;
    }

    /// As messages of operators name it.
    @Override
    public String toString() {
        return kind.word;
    }

    /// As messages of functions name it.
    String goType() {
        return kind == Kind.NIL ? "%!s(<nil>)" : kind.word;
    }
}
