package dev.headroom.model;

import dev.headroom.model.LabelSelector.Operator;
import dev.headroom.model.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads the text form of label selectors: a lexer and a parser by recursive descent.
final class LabelSelectorParser {

    private static final String SPECIAL = "=!(),<>";
    private static final Map<String, Operator> OPERATORS = Map.of(
            "in", Operator.IN,
            "notin", Operator.NOT_IN,
            "=", Operator.EQUALS,
            "==", Operator.DOUBLE_EQUALS,
            "!=", Operator.NOT_EQUALS,
            ">", Operator.GREATER_THAN,
            "<", Operator.LESS_THAN);

    private enum Kind {
        END,
        COMMA,
        OPEN,
        CLOSE,
        NOT,
        OPERATOR,
        WORD
    }

    /// `in` and `notin` are words where a key or value is expected.
    private record Token(Kind kind, String text) {

        boolean isValue() {
            return kind == Kind.WORD || isWordOperator();
        }

        boolean isWordOperator() {
            return kind == Kind.OPERATOR && (text.equals("in") || text.equals("notin"));
        }
    }

    private final List<Token> tokens;
    private int position;

    private LabelSelectorParser(String text) {
        this.tokens = tokens(text);
    }

    static LabelSelector parse(String text) {
        return LabelSelector.of(new LabelSelectorParser(text).selector());
    }

    private List<Requirement> selector() {
        var requirements = new ArrayList<Requirement>();
        while (true) {
            var next = peek();
            if (next.kind() == Kind.END) {
                return requirements;
            }
            if (!startsRequirement(next)) {
                throw wrong("found '" + next.text() + "', expected: !, identifier, or 'end of string'");
            }
            requirements.add(requirement());
            var after = take();
            if (after.kind() == Kind.END) {
                return requirements;
            }
            if (after.kind() != Kind.COMMA) {
                throw wrong("found '" + after.text() + "', expected: ',' or 'end of string'");
            }
            if (!startsRequirement(peek())) {
                throw wrong("found '" + peek().text() + "', expected: identifier after ','");
            }
        }
    }

    private static boolean startsRequirement(Token token) {
        return token.isValue() || token.kind() == Kind.NOT;
    }

    private Requirement requirement() {
        try {
            return checkedRequirement();
        } catch (LabelSelectorException wrong) {
            throw wrong("unable to parse requirement: " + wrong.getMessage());
        }
    }

    private Requirement checkedRequirement() {
        boolean negated = peek().kind() == Kind.NOT;
        if (negated) {
            take();
        }
        var key = take();
        if (!key.isValue()) {
            throw wrong("found '" + key.text() + "', expected: identifier");
        }
        var errors = LabelSyntax.keyErrors(key.text());
        if (!errors.isEmpty()) {
            throw wrong(LabelSyntax.invalid("<nil>", GoLiteral.quoted(key.text()), String.join("; ", errors)));
        }
        if (negated) {
            return Requirement.of(key.text(), Operator.DOES_NOT_EXIST, List.of());
        }
        if (peek().kind() == Kind.END || peek().kind() == Kind.COMMA) {
            return Requirement.of(key.text(), Operator.EXISTS, List.of());
        }
        var operator = OPERATORS.get(peek().text());
        if (operator == null) {
            throw wrong("found '" + peek().text() + "', expected: in, notin, =, ==, !=, gt, lt");
        }
        take();
        boolean set = operator == Operator.IN || operator == Operator.NOT_IN;
        return Requirement.of(key.text(), operator, set ? values() : List.of(exactValue()));
    }

    /// `(a,b)`; what stands between, before and after commas may be empty.
    private List<String> values() {
        var open = take();
        if (open.kind() != Kind.OPEN) {
            throw wrong("found '" + open.text() + "' expected: '('");
        }
        var first = peek();
        if (first.kind() == Kind.CLOSE) {
            take();
            return List.of("");
        }
        if (!first.isValue() && first.kind() != Kind.COMMA) {
            throw wrong("found '" + first.text() + "', expected: ',', ')' or identifier");
        }
        var values = listedValues();
        take();
        return List.copyOf(values);
    }

    private Set<String> listedValues() {
        var values = new TreeSet<String>();
        while (true) {
            var token = take();
            if (token.isValue()) {
                values.add(token.text());
                if (peek().kind() == Kind.CLOSE) {
                    return values;
                }
                if (peek().kind() != Kind.COMMA) {
                    throw wrong("found '" + peek().text() + "', expected: ',' or ')'");
                }
            } else if (token.kind() == Kind.COMMA) {
                if (values.isEmpty()) {
                    values.add("");
                }
                if (peek().kind() == Kind.CLOSE) {
                    values.add("");
                    return values;
                }
                if (peek().kind() == Kind.COMMA) {
                    values.add("");
                }
            } else {
                throw wrong("found '" + token.text() + "', expected: ',', or identifier");
            }
        }
    }

    private String exactValue() {
        if (peek().kind() == Kind.END || peek().kind() == Kind.COMMA) {
            return "";
        }
        var value = take();
        if (!value.isValue()) {
            throw wrong("found '" + value.text() + "', expected: identifier");
        }
        return value.text();
    }

    private Token peek() {
        return tokens.get(Math.min(position, tokens.size() - 1));
    }

    private Token take() {
        var token = peek();
        position++;
        return token;
    }

    private static LabelSelectorException wrong(String message) {
        return new LabelSelectorException(message);
    }

    private static List<Token> tokens(String text) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length() && text.charAt(at) != 0) {
            char start = text.charAt(at);
            if (isBlank(start)) {
                at++;
                continue;
            }
            int end = at + 1;
            if (SPECIAL.indexOf(start) >= 0) {
                boolean pair = end < text.length() && text.charAt(end) == '=' && (start == '=' || start == '!');
                end = pair ? end + 1 : end;
            } else {
                while (end < text.length() && isWordPart(text.charAt(end))) {
                    end++;
                }
            }
            tokens.add(token(text.substring(at, end)));
            at = end;
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    private static Token token(String text) {
        return switch (text) {
            case "," -> new Token(Kind.COMMA, text);
            case "(" -> new Token(Kind.OPEN, text);
            case ")" -> new Token(Kind.CLOSE, text);
            case "!" -> new Token(Kind.NOT, text);
            case String word when OPERATORS.containsKey(word) -> new Token(Kind.OPERATOR, word);
            case String word -> new Token(Kind.WORD, word);
        };
    }

    private static boolean isWordPart(char letter) {
        return letter != 0 && !isBlank(letter) && SPECIAL.indexOf(letter) < 0;
    }

    private static boolean isBlank(char letter) {
        return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    }
}
