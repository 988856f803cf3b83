package dev.headroom.promql;

import java.util.Locale;

/// A word of a query.
///
/// @param text the word as written, or the message of an `ERROR`
record Token(Kind kind, String text, TextRange at) {

    /// How many chars of a literal an error message shows.
    private static final int SHOWN = 10;

    /// What a word is, as far as error messages and the grammar care.
    enum Kind {
        EOF,
        /// Where the lexer gave up; `text` says why.
        ERROR,
        IDENTIFIER,
        /// An identifier with a colon, which only a metric may have.
        METRIC_IDENTIFIER,
        STRING,
        NUMBER,
        DURATION,
        /// Binary and matching operators and `@`.
        OPERATOR,
        AGGREGATOR,
        KEYWORD,
        /// `start` and `end`
        PREPROCESSOR,
        PUNCTUATION
    }

    /// Whether this is that operator, keyword or punctuation (in lower case).
    boolean is(String word) {
        return switch (kind) {
            case OPERATOR, KEYWORD, PREPROCESSOR, PUNCTUATION -> text.equalsIgnoreCase(word);
            case EOF, ERROR, IDENTIFIER, METRIC_IDENTIFIER, STRING, NUMBER, DURATION, AGGREGATOR -> false;
        };
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    String word() {
        return text.toLowerCase(Locale.ROOT);
    }

    /// The word as an error message names it.
    String described() {
        return switch (kind) {
            case EOF -> "end of input";
            case ERROR -> text;
            case IDENTIFIER -> "identifier " + Literals.quoted(text);
            case METRIC_IDENTIFIER -> "metric identifier " + Literals.quoted(text);
            case STRING -> "string " + shortened();
            case NUMBER -> "number " + shortened();
            case DURATION -> "duration " + shortened();
            case OPERATOR -> "<op:" + word() + ">";
            case AGGREGATOR -> "<aggr:" + word() + ">";
            case KEYWORD -> "<" + word() + ">";
            case PREPROCESSOR, PUNCTUATION -> Literals.quoted(text);
        };
    }

    private String shortened() {
        if (text.codePointCount(0, text.length()) <= SHOWN) {
            return Literals.quoted(text);
        }
        return Literals.quoted(text.substring(0, text.offsetByCodePoints(0, SHOWN))) + "...";
    }
}
