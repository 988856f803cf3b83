package dev.headroom.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts a formula into tokens. Comments (`// ...`, `/* ... */`) are blanks.
final class Lexer {

    private static final Set<String> WORDS = Set.of(
            "not", "in", "or", "and", "matches", "contains", "startsWith", "endsWith", "let", "if", "else");
    private static final Pattern BLANKS = Pattern.compile("(?:\\s|//[^\\n]*|/\\*(?s:.*?)\\*/)+");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|(?:[0-9][0-9_]*(?:\\.(?!\\.)[0-9_]*)?|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9_]*)?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{Nd}_$]*");
    private static final Pattern OPERATOR = Pattern.compile(
            "\\.\\.|\\?\\.|\\?\\?|\\*\\*|\\|\\||&&|==|!=|<=|>=|::|[-+*/%^<>=!?:;,.|#]");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        return new Lexer(text).all();
    }

    private List<Token> all() {
        for (skip(BLANKS); at < text.length(); skip(BLANKS)) {
            char c = text.charAt(at);
            if ("([{}])".indexOf(c) >= 0) {
                add(Token.Kind.BRACKET, at + 1);
            } else if (c == '"' || c == '\'') {
                string(c);
            } else if (Character.isDigit(c) || (c == '.' && end(NUMBER) > 0)) {
                int end = end(NUMBER);
                if (end < 0 || (end < text.length() && Character.isLetterOrDigit(text.charAt(end)))) {
                    throw FormulaException.at(text, at, "bad number syntax: \"" + text.substring(at) + '"');
                }
                add(Token.Kind.NUMBER, end);
            } else if (end(NAME) > 0) {
                int end = end(NAME);
                add(
                        WORDS.contains(text.substring(at, end)) ? Token.Kind.OPERATOR : Token.Kind.IDENTIFIER,
                        end);
            } else if (end(OPERATOR) > 0) {
                add(Token.Kind.OPERATOR, end(OPERATOR));
            } else {
                throw FormulaException.at(
                        text, at, String.format("unrecognized character: U+%04X '%c'", text.codePointAt(at), c));
            }
        }
        tokens.add(new Token(Token.Kind.END, "", text.length()));
        return tokens;
    }

    private void skip(Pattern pattern) {
        int end = end(pattern);
        at = end < 0 ? at : end;
    }

    /// Where a match that begins here ends, or -1.
    private int end(Pattern pattern) {
        var match = pattern.matcher(text).region(at, text.length());
        return match.lookingAt() ? match.end() : -1;
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }

    private void string(char quote) {
        var content = new StringBuilder();
        int start = at;
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
                content.append(
                        switch (text.charAt(at)) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> text.charAt(at);
                        });
            } else {
                content.append(text.charAt(at));
            }
        }
        if (at == text.length()) {
            throw FormulaException.at(text, start, "literal not terminated");
        }
        at++;
        tokens.add(new Token(Token.Kind.STRING, content.toString(), start));
    }
}
