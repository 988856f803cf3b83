package dev.headroom.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a formula by precedence climbing.
final class Parser {

    /* notes
     *
     * `??` binds tightest and does not mix with other operators without parentheses; `**` binds to the right and
     * tighter than a sign in front of it. Comparisons chain: `1 < x < 5` is `1 < x && x < 5`. A trailing comma is
     * allowed in lists and calls. Source: Expr 1.17.
     */

    private static final int MAX_DEPTH = 200;
    private static final int POWER = 100;
    private static final int PIPE = 0;
    private static final Map<String, Integer> UNARY = Map.of("not", 50, "!", 50, "-", 90, "+", 90);
    private static final Map<String, Integer> BINARY = Map.ofEntries(
            Map.entry("|", PIPE),
            Map.entry("or", 10),
            Map.entry("||", 10),
            Map.entry("and", 15),
            Map.entry("&&", 15),
            Map.entry("==", 20),
            Map.entry("!=", 20),
            Map.entry("<", 20),
            Map.entry(">", 20),
            Map.entry(">=", 20),
            Map.entry("<=", 20),
            Map.entry("in", 20),
            Map.entry("contains", 20),
            Map.entry("startsWith", 20),
            Map.entry("endsWith", 20),
            Map.entry("..", 25),
            Map.entry("+", 30),
            Map.entry("-", 30),
            Map.entry("*", 60),
            Map.entry("/", 60),
            Map.entry("%", 60),
            Map.entry("**", POWER),
            Map.entry("^", POWER),
            Map.entry("??", 500));
    private static final Set<String> COMPARISONS = Set.of("<", ">", "<=", ">=");
    private static final Set<String> NEGATED = Set.of("in", "contains", "startsWith", "endsWith");

    private final String text;
    private final List<Token> tokens;
    private int next;
    private int depth;
    private int predicates;

    private Parser(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    static Node parse(String text) {
        var parser = new Parser(text);
        var node = parser.sequence();
        if (parser.current().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        return node;
    }

    private Token current() {
        return tokens.get(next);
    }

    private boolean isOperator(String operator) {
        return current().is(Token.Kind.OPERATOR, operator);
    }

    private boolean isBracket(String bracket) {
        return current().is(Token.Kind.BRACKET, bracket);
    }

    private Token take() {
        var token = current();
        next += token.kind() == Token.Kind.END ? 0 : 1;
        return token;
    }

    private boolean takes(Token.Kind kind, String value) {
        boolean is = current().is(kind, value);
        next += is ? 1 : 0;
        return is;
    }

    private void expect(Token.Kind kind, String value) {
        if (!takes(kind, value)) {
            throw unexpected();
        }
    }

    private String expectName() {
        if (current().kind() != Token.Kind.IDENTIFIER) {
            throw unexpected();
        }
        return take().text();
    }

    private FormulaException unexpected() {
        return wrong("unexpected token " + current());
    }

    private FormulaException wrong(String message) {
        return FormulaException.at(text, current().at(), message);
    }

    private Node sequence() {
        var nodes = new ArrayList<Node>();
        nodes.add(expression(0));
        while (takes(Token.Kind.OPERATOR, ";") && current().kind() != Token.Kind.END) {
            nodes.add(expression(0));
        }
        return nodes.size() == 1
                ? nodes.getFirst()
                : new Node.Sequence(nodes, nodes.getFirst().at());
    }

    private Node expression(int precedence) {
        depth++;
        if (depth > MAX_DEPTH) {
            throw wrong("limit exceeded: nested deeper than " + MAX_DEPTH + " (formula_depth)");
        }
        Node node;
        if (precedence == 0 && isOperator("let")) {
            node = let();
        } else if (precedence == 0 && isOperator("if")) {
            node = conditional();
        } else {
            node = operators(primary(), precedence);
            node = precedence == 0 ? ternary(node) : node;
        }
        depth--;
        return node;
    }

    private Node operators(Node first, int precedence) {
        var left = first;
        var previous = "";
        while (current().kind() == Token.Kind.OPERATOR) {
            var token = current();
            boolean negate = token.text().equals("not");
            var operator = negate ? tokens.get(next + 1) : token;
            if (negate && !NEGATED.contains(operator.text())) {
                throw FormulaException.at(text, operator.at(), "unexpected token " + operator);
            }
            var binding = BINARY.get(operator.text());
            if (binding == null || binding < precedence) {
                return left;
            }
            next += negate ? 2 : 1;
            if (operator.text().equals("|")) {
                var name = current();
                expectName();
                left = call(name, List.of(left));
            } else if (previous.equals("??") && !operator.text().equals("??")) {
                throw FormulaException.at(text, operator.at(), "Operator (" + operator.text()
                        + ") and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.");
            } else if (COMPARISONS.contains(operator.text())) {
                left = comparison(left, operator, binding);
            } else {
                var right = expression(binding == POWER ? binding : binding + 1);
                left = new Node.Binary(operator.text(), left, right, operator.at());
                left = negate ? new Node.Unary("not", left, operator.at()) : left;
            }
            previous = operator.text();
        }
        return left;
    }

    private Node comparison(Node first, Token operator, int binding) {
        var right = expression(binding + 1);
        Node all = new Node.Binary(operator.text(), first, right, operator.at());
        while (current().kind() == Token.Kind.OPERATOR && COMPARISONS.contains(current().text())) {
            var token = take();
            var more = expression(binding + 1);
            all = new Node.Binary("&&", all, new Node.Binary(token.text(), right, more, token.at()), token.at());
            right = more;
        }
        return all;
    }

    private Node let() {
        next++;
        var name = current();
        expectName();
        expect(Token.Kind.OPERATOR, "=");
        var value = expression(0);
        expect(Token.Kind.OPERATOR, ";");
        return new Node.Let(name.text(), value, sequence(), name.at());
    }

    private Node conditional() {
        int at = take().at();
        var condition = expression(0);
        var then = block();
        expect(Token.Kind.OPERATOR, "else");
        return new Node.Conditional(condition, then, isOperator("if") ? conditional() : block(), at);
    }

    private Node block() {
        expect(Token.Kind.BRACKET, "{");
        var node = sequence();
        expect(Token.Kind.BRACKET, "}");
        return node;
    }

    private Node ternary(Node condition) {
        var node = condition;
        while (takes(Token.Kind.OPERATOR, "?")) {
            if (takes(Token.Kind.OPERATOR, ":")) {
                node = new Node.Conditional(node, node, expression(0), node.at());
            } else {
                var then = expression(0);
                expect(Token.Kind.OPERATOR, ":");
                node = new Node.Conditional(node, then, expression(0), node.at());
            }
        }
        return node;
    }

    private Node primary() {
        var token = current();
        if (token.kind() == Token.Kind.OPERATOR) {
            var binding = UNARY.get(token.text());
            if (binding != null) {
                next++;
                return postfix(new Node.Unary(token.text(), expression(binding), token.at()));
            }
            if (predicates > 0 && token.text().equals("#")) {
                next++;
                var name = current().kind() == Token.Kind.IDENTIFIER && current().at() == token.at() + 1
                        ? take().text()
                        : "";
                return postfix(new Node.Pointer(name, token.at()));
            }
        }
        if (takes(Token.Kind.BRACKET, "(")) {
            var node = sequence();
            expect(Token.Kind.BRACKET, ")");
            return postfix(node);
        }
        return secondary();
    }

    private Node secondary() {
        var token = current();
        return switch (token.kind()) {
            case NUMBER -> number(take());
            case STRING -> postfix(new Node.Literal(new Value.Text(take().text()), token.at()));
            case IDENTIFIER -> named(take());
            case BRACKET -> {
                if (!token.text().equals("[")) {
                    throw unexpected();
                }
                next++;
                yield postfix(new Node.ListOf(arguments("]"), token.at()));
            }
            case OPERATOR, END -> throw unexpected();
        };
    }

    private Node number(Token token) {
        var digits = token.text().replace("_", "").toLowerCase(java.util.Locale.ROOT);
        try {
            Value value = digits.startsWith("0x")
                    ? new Value.Whole(Long.parseLong(digits.substring(2), 16))
                    : digits.startsWith("0o")
                            ? new Value.Whole(Long.parseLong(digits.substring(2), 8))
                            : digits.startsWith("0b")
                                    ? new Value.Whole(Long.parseLong(digits.substring(2), 2))
                                    : digits.contains(".") || digits.contains("e")
                                            ? new Value.Number(Double.parseDouble(digits))
                                            : new Value.Whole(Long.parseLong(digits));
            return new Node.Literal(value, token.at());
        } catch (NumberFormatException _) {
            throw FormulaException.at(text, token.at(), "invalid number literal: " + token.text());
        }
    }

    private Node named(Token token) {
        return switch (token.text()) {
            case "true", "false" -> new Node.Literal(new Value.Truth(token.text().equals("true")), token.at());
            case "nil" -> new Node.Literal(Value.NIL, token.at());
            case String name ->
                postfix(isBracket("(") ? call(token, List.of()) : new Node.Name(name, token.at()));
        };
    }

    /// @param piped what stands before a `|`, as the first argument
    private Node call(Token name, List<Node> piped) {
        var predicate = Predicate.named(name.text());
        if (predicate.isPresent()) {
            return each(predicate.get(), name, piped);
        }
        expect(Token.Kind.BRACKET, "(");
        var arguments = new ArrayList<>(piped);
        arguments.addAll(arguments(")"));
        return Function.named(name.text())
                .<Node>map(function -> new Node.Call(function, arguments, name.at()))
                .orElseGet(() -> new Node.Unknown(name.text(), name.at()));
    }

    private List<Node> arguments(String end) {
        var arguments = new ArrayList<Node>();
        while (!takes(Token.Kind.BRACKET, end)) {
            if (!arguments.isEmpty()) {
                expect(Token.Kind.OPERATOR, ",");
                if (takes(Token.Kind.BRACKET, end)) {
                    return arguments;
                }
            }
            arguments.add(expression(0));
        }
        return arguments;
    }

    private Node each(Predicate predicate, Token name, List<Node> piped) {
        expect(Token.Kind.BRACKET, "(");
        int least = predicate.mayLackBody() ? 1 : 2;
        if (isBracket(")") && piped.size() < least) {
            throw wrong("expected at least " + least + " arguments");
        }
        var list = piped.isEmpty() ? expression(0) : piped.getFirst();
        Optional<Node> body = Optional.empty();
        Optional<Node> initial = Optional.empty();
        boolean more = piped.isEmpty() ? takes(Token.Kind.OPERATOR, ",") : !isBracket(")");
        if (more && !isBracket(")")) {
            body = Optional.of(body());
            if (predicate == Predicate.REDUCE && takes(Token.Kind.OPERATOR, ",") && !isBracket(")")) {
                initial = Optional.of(expression(0));
            }
            takes(Token.Kind.OPERATOR, ",");
        }
        if (body.isEmpty() && !predicate.mayLackBody()) {
            throw wrong("expected at least " + least + " arguments");
        }
        expect(Token.Kind.BRACKET, ")");
        return new Node.Each(predicate, list, body, initial, name.at());
    }

    private Node body() {
        predicates++;
        var node = isBracket("{") ? block() : expression(0);
        predicates--;
        return node;
    }

    private Node postfix(Node first) {
        var node = first;
        while (true) {
            if (isOperator(".") || isOperator("?.")) {
                throw wrong("expected a number, a list or a truth value, got a member of an object");
            }
            if (!takes(Token.Kind.BRACKET, "[")) {
                return node;
            }
            int at = tokens.get(next - 1).at();
            Optional<Node> from = isOperator(":") ? Optional.empty() : Optional.of(expression(0));
            if (takes(Token.Kind.OPERATOR, ":")) {
                Optional<Node> to = isBracket("]") ? Optional.empty() : Optional.of(expression(0));
                node = new Node.Slice(node, from, to, at);
            } else {
                node = new Node.Index(node, from.orElseThrow(this::unexpected), at);
            }
            expect(Token.Kind.BRACKET, "]");
        }
    }
}
