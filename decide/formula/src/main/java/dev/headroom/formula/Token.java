package dev.headroom.formula;

/// A piece of a formula.
///
/// @param at where it begins, counted from 0
record Token(Kind kind, String text, int at) {

    enum Kind {
        IDENTIFIER("Identifier"),
        NUMBER("Number"),
        STRING("String"),
        OPERATOR("Operator"),
        BRACKET("Bracket"),
        END("EOF");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    boolean is(Kind other, String value) {
        return kind == other && text.equals(value);
    }

    /// As error messages name it: `Bracket(")")`.
    @Override
    public String toString() {
        return text.isEmpty() ? kind.word : kind.word + "(\"" + text + "\")";
    }
}
