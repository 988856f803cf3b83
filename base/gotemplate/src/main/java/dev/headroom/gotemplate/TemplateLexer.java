package dev.headroom.gotemplate;

import dev.headroom.gotemplate.TemplateToken.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts a template in the language of Go's `text/template` into tokens.
final class TemplateLexer {

    private final String left;
    private final String right;
    private final String input;
    private final List<TemplateToken> tokens = new ArrayList<>();
    private int at;
    private int parens;

    private TemplateLexer(String input, GoTemplate.Delimiters delimiters) {
        this.input = input;
        this.left = delimiters.left();
        this.right = delimiters.right();
    }

    static List<TemplateToken> tokens(String input, GoTemplate.Delimiters delimiters) {
        var lexer = new TemplateLexer(input, delimiters);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        boolean trimNext = false;
        while (true) {
            int next = input.indexOf(left, at);
            var text = input.substring(at, next < 0 ? input.length() : next);
            boolean trimHere = next >= 0
                    && next + 3 < input.length()
                    && input.charAt(next + 2) == '-'
                    && isSpace(input.charAt(next + 3));
            if (trimNext) {
                text = stripped(text, true);
            }
            if (trimHere) {
                text = stripped(text, false);
            }
            if (!text.isEmpty()) {
                add(Kind.TEXT, text, at);
            }
            if (next < 0) {
                add(Kind.END, "", input.length());
                return;
            }
            at = next + 2 + (trimHere ? 2 : 0);
            trimNext = input.startsWith("/*", at) ? comment() : action(next);
        }
    }

    private static String stripped(String text, boolean front) {
        int start = 0;
        int end = text.length();
        while (front && start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (!front && end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /// @return whether white space behind the comment goes, too
    private boolean comment() {
        int end = input.indexOf("*/", at);
        if (end < 0) {
            throw new TemplateException("unclosed comment");
        }
        at = end + 2;
        return right(true);
    }

    /// Steps over the closing delimiter, which must be here.
    private boolean right(boolean required) {
        boolean trim = at + 3 < input.length() + 1
                && at + 1 < input.length()
                && isSpace(input.charAt(at))
                && input.startsWith("-" + right, at + 1);
        if (trim) {
            at += 4;
            return true;
        }
        if (input.startsWith(right, at)) {
            at += 2;
            return false;
        }
        if (required) {
            throw new TemplateException("comment ends before closing delimiter");
        }
        return false;
    }

    private boolean closes() {
        boolean trim = at < input.length() && isSpace(input.charAt(at)) && input.startsWith("-" + right, at + 1);
        return trim || input.startsWith(right, at);
    }

    private boolean action(int start) {
        add(Kind.LEFT, left, start);
        parens = 0;
        while (!closes()) {
            if (at >= input.length()) {
                throw new TemplateException("unclosed action");
            }
            token();
        }
        if (parens > 0) {
            throw new TemplateException("unclosed left paren");
        }
        add(Kind.RIGHT, right, at);
        return right(true);
    }

    private void token() {
        char c = input.charAt(at);
        switch (c) {
            case ' ', '\t', '\r', '\n' -> spaces();
            case '=' -> single(Kind.ASSIGN);
            case ':' -> {
                if (!input.startsWith(":=", at)) {
                    throw new TemplateException("expected :=");
                }
                add(Kind.DECLARE, ":=", at);
                at += 2;
            }
            case '|' -> single(Kind.PIPE);
            case ',' -> single(Kind.COMMA);
            case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', Kind.CHARACTER, "unterminated character constant");
            case '`' -> raw();
            case '$' -> word(Kind.VARIABLE, at + 1);
            case '.' -> {
                boolean digit = at + 1 < input.length() && isDigit(input.charAt(at + 1));
                if (digit) {
                    number();
                } else if (wordEnd(at + 1) == at + 1) {
                    single(Kind.DOT);
                    terminated();
                } else {
                    word(Kind.FIELD, at + 1);
                }
            }
            case '(' -> {
                single(Kind.OPEN);
                parens++;
            }
            case ')' -> {
                single(Kind.CLOSE);
                if (--parens < 0) {
                    throw new TemplateException("unexpected right paren");
                }
            }
            default -> other(c);
        }
    }

    private void other(char c) {
        if (c == '+' || c == '-' || isDigit(c)) {
            number();
        } else if (wordEnd(at) > at) {
            word(Kind.IDENTIFIER, at);
        } else {
            throw new TemplateException("unexpected \"" + c + "\" in operand");
        }
    }

    private void spaces() {
        int start = at;
        while (at < input.length() && isSpace(input.charAt(at)) && !closes()) {
            at++;
        }
        add(Kind.SPACE, " ", start);
    }

    private void single(Kind kind) {
        add(kind, input.substring(at, at + 1), at);
        at++;
    }

    private void quoted(char quote, Kind kind, String unterminated) {
        int end = at + 1;
        while (end < input.length() && input.charAt(end) != quote && input.charAt(end) != '\n') {
            end += input.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= input.length() || input.charAt(end) == '\n') {
            throw new TemplateException(unterminated);
        }
        add(kind, input.substring(at, end + 1), at);
        at = end + 1;
    }

    private void raw() {
        int end = input.indexOf('`', at + 1);
        if (end < 0) {
            throw new TemplateException("unterminated raw quoted string");
        }
        add(Kind.RAW_STRING, input.substring(at + 1, end).replace("\r", ""), at);
        at = end + 1;
    }

    private void word(Kind kind, int nameStart) {
        int end = wordEnd(nameStart);
        add(kind, input.substring(at, end), at);
        at = end;
        terminated();
    }

    private int wordEnd(int start) {
        int end = start;
        while (end < input.length()) {
            int point = input.codePointAt(end);
            boolean digit = Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER;
            if (point != '_' && !Character.isLetter(point) && !digit) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    /// A word ends at a blank, at punctuation of the language, or at the closing delimiter.
    private void terminated() {
        if (at >= input.length() || closes()) {
            return;
        }
        char c = input.charAt(at);
        if (!isSpace(c) && ".,|:()=".indexOf(c) < 0) {
            throw new TemplateException("bad character '" + c + "'");
        }
    }

    private void number() {
        int end = at;
        if (input.charAt(end) == '+' || input.charAt(end) == '-') {
            end++;
        }
        boolean hex = input.startsWith("0x", end) || input.startsWith("0X", end);
        while (end < input.length()) {
            char c = input.charAt(end);
            char before = input.charAt(end - (end > at ? 1 : 0));
            boolean exponent = hex ? before == 'p' || before == 'P' : before == 'e' || before == 'E';
            boolean sign = (c == '+' || c == '-') && exponent;
            if (!sign && c != '.' && c != '_' && !Character.isLetterOrDigit(c)) {
                break;
            }
            end++;
        }
        add(Kind.NUMBER, input.substring(at, end), at);
        at = end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(Kind kind, String text, int offset) {
        tokens.add(new TemplateToken(kind, text, offset));
    }
}
