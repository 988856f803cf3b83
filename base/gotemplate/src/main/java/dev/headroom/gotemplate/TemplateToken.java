package dev.headroom.gotemplate;

/// A token inside the braces of a template, or the text between them.
record TemplateToken(Kind kind, String text, int offset) {

    /// What a token is.
    enum Kind {
        TEXT,
        LEFT,
        RIGHT,
        SPACE,
        IDENTIFIER,
        FIELD,
        VARIABLE,
        DOT,
        NUMBER,
        CHARACTER,
        STRING,
        RAW_STRING,
        PIPE,
        COMMA,
        ASSIGN,
        DECLARE,
        OPEN,
        CLOSE,
        END
    }

    boolean is(String word) {
        return kind == Kind.IDENTIFIER && text.equals(word);
    }
}
