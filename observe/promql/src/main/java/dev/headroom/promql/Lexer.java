package dev.headroom.promql;

import dev.headroom.promql.Token.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Splits a query into words. The list ends with `EOF`, or with an `ERROR` where the text cannot be split further.
///
/// Words depend on where they stand: inside braces everything alphabetic is a label name, inside brackets only duration
/// arithmetic is allowed.
final class Lexer {

    private static final int END = -1;
    private static final Set<String> WORD_OPERATORS = Set.of("and", "or", "unless", "atan2");
    private static final Set<String> KEYWORDS = Set.of(
            "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "fill", "fill_left",
            "fill_right", "anchored", "smoothed", "step", "range", "max_of", "min_of");
    private static final Set<String> DURATION_WORDS = Set.of("step", "range", "max_of", "min_of");
    private static final Set<String> AGGREGATORS = Set.copyOf(
            Arrays.stream(AggregateOp.values()).map(AggregateOp::word).toList());

    /// Operators by first character; each list longest first.
    private static final Map<Character, List<String>> OPERATORS = Map.of(
            '*', List.of("*"),
            '/', List.of("/"),
            '%', List.of("%"),
            '+', List.of("+"),
            '-', List.of("-"),
            '^', List.of("^"),
            '@', List.of("@"),
            '<', List.of("<=", "</", "<"),
            '>', List.of(">=", ">/", ">"));

    private final String input;
    private final List<Token> tokens = new ArrayList<>();
    private int start;
    private int at;
    private int parenDepth;
    private boolean braceOpen;
    private boolean bracketOpen;
    private boolean arithmetic;
    private boolean durationSeen;
    private boolean colonSeen;

    private Lexer(String input) {
        this.input = input;
    }

    static List<Token> scan(String input) {
        var lexer = new Lexer(input);
        while (lexer.tokens.isEmpty() || !lexer.atEnd()) {
            lexer.step();
        }
        return lexer.tokens;
    }

    private boolean atEnd() {
        var kind = tokens.getLast().kind();
        return kind == Kind.EOF || kind == Kind.ERROR;
    }

    /// Reads one word, or skips space or a comment.
    private void step() {
        start = at;
        int c = next();
        if (isSpace(c)) {
            return;
        }
        if (bracketOpen && arithmetic) {
            bracketStart(c);
        } else if (c == '#') {
            at = input.indexOf('\n', at) < 0 ? input.length() : input.indexOf('\n', at);
        } else if (braceOpen) {
            insideBraces(c);
        } else {
            statement(c);
        }
    }

    private void statement(int c) {
        if (c == END) {
            end();
        } else if (c == ',') {
            emit(Kind.PUNCTUATION);
        } else if (c == '=') {
            equals();
        } else if (c == '!') {
            int following = next();
            if (following == '=') {
                emit(Kind.OPERATOR);
            } else {
                fail("unexpected character after '!': " + rune(following));
            }
        } else if (OPERATORS.containsKey((char) c)) {
            operator((char) c);
        } else if (isDigit(c) || (c == '.' && isDigit(peek()))) {
            number();
        } else if (c == '"' || c == '\'' || c == '`') {
            string(c);
        } else if (isAlpha(c) || c == ':') {
            word(c);
        } else {
            bracket(c);
        }
    }

    private void end() {
        if (parenDepth != 0) {
            fail("unclosed left parenthesis");
        } else if (bracketOpen) {
            fail("unclosed left bracket");
        } else {
            emit(Kind.EOF);
        }
    }

    private void equals() {
        int following = peek();
        if (following == '~') {
            fail("unexpected character after '=': " + rune(following));
            return;
        }
        if (following == '=') {
            next();
            emit(Kind.OPERATOR);
        } else {
            emit(Kind.PUNCTUATION);
        }
    }

    private void operator(char first) {
        for (var operator : OPERATORS.getOrDefault(first, List.of())) {
            if (input.startsWith(operator, start)) {
                at = start + operator.length();
                emit(Kind.OPERATOR);
                return;
            }
        }
    }

    private void bracket(int c) {
        switch (c) {
            case '(' -> {
                parenDepth++;
                emit(Kind.PUNCTUATION);
            }
            case ')' -> closeParenthesis();
            case '{' -> {
                braceOpen = true;
                emit(Kind.PUNCTUATION);
            }
            case '[' -> openBracket();
            case ']' -> {
                if (bracketOpen) {
                    closeBracket();
                } else {
                    fail("unexpected right bracket ']'");
                }
            }
            default -> fail("unexpected character: " + rune(c));
        }
    }

    private void closeParenthesis() {
        parenDepth--;
        if (parenDepth < 0) {
            start = at;
            fail("unexpected right parenthesis ')'");
        } else {
            emit(Kind.PUNCTUATION);
        }
    }

    private void openBracket() {
        if (bracketOpen) {
            fail("unexpected left bracket '['");
            return;
        }
        emit(Kind.PUNCTUATION);
        bracketOpen = true;
        arithmetic = true;
        durationSeen = false;
        colonSeen = false;
    }

    private void closeBracket() {
        bracketOpen = false;
        arithmetic = false;
        emit(Kind.PUNCTUATION);
    }

    /// Inside brackets before the first number, where letters may only begin a duration function.
    private void bracketStart(int c) {
        if (c == END) {
            fail("unexpected end of input in duration expression");
        } else if (c == ']') {
            closeBracket();
        } else if (c == ':') {
            if (durationSeen && !colonSeen) {
                colonSeen = true;
                emit(Kind.PUNCTUATION);
            } else {
                start = at;
                fail(durationSeen
                        ? "unexpected repeated colon in duration expression"
                        : "unexpected colon before duration in duration expression");
            }
        } else if (c == '(' || c == ')') {
            bracket(c);
        } else if (c == ',') {
            emit(Kind.PUNCTUATION);
        } else if (c != '@' && c != '<' && c != '>' && OPERATORS.containsKey((char) c)) {
            emit(Kind.OPERATOR);
        } else if (isDigit(c) || (c == '.' && isDigit(peek()))) {
            arithmetic = false;
            number();
        } else if (!durationWord()) {
            fail("unexpected character in duration expression: " + rune(c));
        }
    }

    /// A duration function inside brackets, if the letters from `start` on are one.
    private boolean durationWord() {
        int after = start;
        while (after < input.length() && isAlpha(input.charAt(after))) {
            after++;
        }
        if (!DURATION_WORDS.contains(input.substring(start, after).toLowerCase(Locale.ROOT))) {
            return false;
        }
        at = after;
        durationSeen = true;
        emit(Kind.KEYWORD);
        return true;
    }

    private void word(int c) {
        if (bracketOpen) {
            if (c == ':') {
                if (colonSeen) {
                    fail("unexpected colon ':'");
                } else {
                    colonSeen = true;
                    emit(Kind.PUNCTUATION);
                }
            } else if (!durationWord()) {
                fail("unexpected character: " + rune(c) + ", expected ':'");
            }
            return;
        }
        while (isAlphaNumeric(peek()) || peek() == ':') {
            next();
        }
        var word = input.substring(start, at);
        emit(kindOf(word));
    }

    private static Kind kindOf(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        if (WORD_OPERATORS.contains(lower)) {
            return Kind.OPERATOR;
        }
        if (AGGREGATORS.contains(lower)) {
            return Kind.AGGREGATOR;
        }
        if (KEYWORDS.contains(lower)) {
            return Kind.KEYWORD;
        }
        return switch (lower) {
            case "start", "end" -> Kind.PREPROCESSOR;
            case "inf", "nan" -> Kind.NUMBER;
            default -> word.indexOf(':') < 0 ? Kind.IDENTIFIER : Kind.METRIC_IDENTIFIER;
        };
    }

    private void insideBraces(int c) {
        if (c == END) {
            fail("unexpected end of input inside braces");
        } else if (isAlpha(c)) {
            while (isAlphaNumeric(peek())) {
                next();
            }
            emit(Kind.IDENTIFIER);
        } else if (c == '"' || c == '\'' || c == '`') {
            string(c);
        } else if (c == '=' || c == '!') {
            matching(c);
        } else if (c == '}') {
            braceOpen = false;
            emit(Kind.PUNCTUATION);
        } else if (c == ',') {
            emit(Kind.PUNCTUATION);
        } else if (c == '{') {
            fail("unexpected left brace '{'");
        } else {
            fail("unexpected character inside braces: " + rune(c));
        }
    }

    private void matching(int c) {
        int following = peek();
        if (following == '~' || (c == '!' && following == '=')) {
            next();
            emit(Kind.OPERATOR);
        } else if (c == '=') {
            emit(Kind.PUNCTUATION);
        } else {
            fail("unexpected character after '!' inside braces: " + rune(following));
        }
    }

    private void number() {
        var scan = NumberScan.of(input, start);
        at = scan.end();
        switch (scan.kind()) {
            case NUMBER -> emit(Kind.NUMBER);
            case DURATION -> emit(Kind.DURATION);
            case NEITHER -> fail("bad number or duration syntax: " + Literals.quoted(input.substring(start, at)));
        }
        durationSeen = true;
    }

    private void string(int quote) {
        var scan = StringScan.of(input, start, quote);
        at = scan.end();
        if (scan.error().isEmpty()) {
            emit(Kind.STRING);
        } else {
            fail(scan.error());
        }
    }

    private int next() {
        if (at >= input.length()) {
            return END;
        }
        int c = input.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private int peek() {
        return at < input.length() ? input.codePointAt(at) : END;
    }

    private void emit(Kind kind) {
        tokens.add(new Token(kind, input.substring(start, at), new TextRange(start, at)));
    }

    private void fail(String message) {
        tokens.add(new Token(Kind.ERROR, message, new TextRange(start, input.length())));
    }

    /// A character as Go's `%q` writes it; the end of the input counts as the rune -1, which is written as U+FFFD.
    private static String rune(int c) {
        return c == END ? "'\uFFFD'" : Escapes.quoteRune(c);
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlpha(int c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAlphaNumeric(int c) {
        return isAlpha(c) || isDigit(c);
    }
}
