package dev.headroom.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Reads the braces of a selector and the parentheses of a list of labels.
final class SelectorParser {

    private static final String MATCHING = "label matching";
    private static final String GROUPING = "grouping opts";

    private final TokenStream tokens;

    SelectorParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /// Reads a selector whose next word is a metric name or `{`.
    Expr.VectorSelector selector() {
        var first = tokens.peek();
        if (first.is("{")) {
            var matchers = new ArrayList<Matcher>();
            var text = braces(matchers);
            return new Expr.VectorSelector(text, "", matchers, Modifiers.none());
        }
        tokens.take();
        var matchers = new ArrayList<Matcher>();
        var text = tokens.nextIs("{") ? first.at().to(braces(matchers)) : first.at();
        matchers.add(Matcher.equal(Labels.NAME, first.text()));
        return new Expr.VectorSelector(text, first.text(), matchers, Modifiers.none());
    }

    private TextRange braces(List<Matcher> matchers) {
        var open = tokens.take();
        while (!tokens.nextIs("}")) {
            matchers.add(matcher());
            if (!tokens.takeIf(",") && !tokens.nextIs("}")) {
                throw tokens.unexpected(MATCHING, "\",\" or \"}\"");
            }
        }
        return open.at().to(tokens.take().at());
    }

    private Matcher matcher() {
        if (tokens.nextIs(Kind.STRING)) {
            var name = tokens.take();
            var value = Literals.unquoted(name.text());
            return startsMatching(tokens.peek()) ? condition(name, value) : Matcher.equal(Labels.NAME, value);
        }
        if (!tokens.nextIs(Kind.IDENTIFIER)) {
            throw tokens.unexpected(MATCHING, "identifier or \"}\"");
        }
        var name = tokens.take();
        if (!startsMatching(tokens.peek())) {
            throw tokens.unexpected(MATCHING, "label matching operator");
        }
        return condition(name, name.text());
    }

    private static boolean startsMatching(Token token) {
        return token.is("=") || token.is("!=") || token.is("=~") || token.is("!~");
    }

    private Matcher condition(Token at, String name) {
        var operator = tokens.take();
        if (!tokens.nextIs(Kind.STRING)) {
            throw tokens.unexpected(MATCHING, "string");
        }
        var literal = tokens.take();
        var value = Literals.unquoted(literal.text());
        var type = switch (operator.text()) {
            case "=" -> Matcher.Type.EQUAL;
            case "!=" -> Matcher.Type.NOT_EQUAL;
            case "=~" -> Matcher.Type.REGEX;
            default -> Matcher.Type.NOT_REGEX;
        };
        try {
            if (type == Matcher.Type.REGEX || type == Matcher.Type.NOT_REGEX) {
                // Alone first, so that an error shows the expression as it was written.
                Pattern.compile(value);
            }
            return Matcher.of(type, name, value);
        } catch (PatternSyntaxException wrong) {
            throw tokens.error(at.at(), String.valueOf(wrong.getMessage()));
        }
    }

    /// Reads the labels of `by (...)`, `on (...)` and their like.
    List<String> grouping() {
        tokens.expect("(", GROUPING, "\"(\"");
        var labels = new ArrayList<String>();
        while (!tokens.nextIs(")")) {
            labels.add(groupingLabel());
            if (!tokens.takeIf(",") && !tokens.nextIs(")")) {
                throw tokens.unexpected(GROUPING, "\",\" or \")\"");
            }
        }
        tokens.take();
        return labels;
    }

    private String groupingLabel() {
        var token = tokens.peek();
        return switch (token.kind()) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR, KEYWORD, PREPROCESSOR -> word(token);
            case OPERATOR -> {
                if (!Lexer.isAlpha(token.text().charAt(0))) {
                    throw tokens.unexpected(GROUPING, "label");
                }
                yield word(token);
            }
            case STRING -> {
                tokens.take();
                var label = Literals.unquoted(token.text());
                if (label.isEmpty()) {
                    throw tokens.error(token.at(), "invalid label name for grouping: \"\"");
                }
                yield label;
            }
            case EOF, ERROR, NUMBER, DURATION, PUNCTUATION -> throw tokens.unexpected(GROUPING, "label");
        };
    }

    private String word(Token token) {
        tokens.take();
        return token.text();
    }
}
