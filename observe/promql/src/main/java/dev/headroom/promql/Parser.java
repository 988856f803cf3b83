package dev.headroom.promql;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads PromQL: text to a tree whose types have been checked.
///
/* A Pratt parser over the operator precedences of [BinaryOp]. Errors have the position and the wording of Prometheus,
 * whose parser is generated: an error there is reported by the innermost rule that has an alternative for errors. For
 * expressions that is the innermost aggregation that is still open, hence `context`. What is wrong in a way that needs
 * types is found afterwards by TypeCheck, so that any syntax error comes first. */
public final class Parser {

    /// How many expressions may stand inside each other (limit `nesting`).
    static final int NESTING = 500;

    /// Signs bind like `*`, so their operand takes only what binds tighter: `-2 ^ 2` is -4.
    private static final int OPERAND_OF_SIGN = BinaryOp.POW.precedence();

    private final String query;
    private final TokenStream tokens;
    private final SelectorParser selectors;
    private final SelectorModifiers modifiers;
    private final Syntax syntax;
    private String context = "";

    /// How many operands are being read inside each other.
    private int depth;

    /// How many expressions stand inside each other in the one read last.
    private int height;

    private Parser(String query, Syntax syntax) {
        this.query = query;
        this.syntax = syntax;
        this.tokens = new TokenStream(query);
        this.selectors = new SelectorParser(tokens);
        this.modifiers = new SelectorModifiers(tokens, syntax);
    }

    /// The tree of a query that uses no experimental feature.
    ///
    /// @throws PromqlException with kind `BAD_DATA` when there is none; the message is Prometheus', with the position
    public static Expr parse(String query) {
        return parse(query, Syntax.STABLE);
    }

    /// The tree of a query.
    ///
    /// @throws PromqlException with kind `BAD_DATA` when there is none; the message is Prometheus', with the position
    public static Expr parse(String query, Syntax syntax) {
        return new Parser(query, syntax).whole();
    }

    /// The conditions of a selector that stands alone, as in `match[]`; unlike one in a query it may select everything.
    ///
    /// @throws PromqlException with kind `BAD_DATA` when the text is anything else
    public static List<Matcher> selector(String text) {
        return new Parser(text, Syntax.STABLE).soleSelector().matchers();
    }

    /// The labels that a text such as `up{job="a"}` names.
    ///
    /// @throws PromqlException with kind `BAD_DATA` when the text is anything else
    public static Labels labels(String text) {
        var parser = new Parser(text, Syntax.STABLE);
        var selector = parser.soleSelector();
        var labels = Labels.builder();
        for (var matcher : selector.matchers()) {
            if (matcher.type() != Matcher.Type.EQUAL) {
                throw parser.tokens.error(selector.text(), "expected labels joined with \"=\", got " + matcher);
            }
            labels.set(matcher.name(), matcher.value());
        }
        return labels.build();
    }

    private Expr.VectorSelector soleSelector() {
        var first = tokens.peek();
        boolean named = switch (first.kind()) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR, PREPROCESSOR, KEYWORD -> true;
            case OPERATOR -> Lexer.isAlpha(first.text().charAt(0));
            case EOF, ERROR, STRING, NUMBER, DURATION, PUNCTUATION -> first.is("{");
        };
        if (!named) {
            throw tokens.unexpected("", "metric name or \"{\"");
        }
        var selector = selectors.selector();
        if (!tokens.nextIs(Kind.EOF)) {
            throw tokens.unexpected("", "");
        }
        return selector;
    }

    private Expr whole() {
        if (tokens.nextIs(Kind.EOF)) {
            throw tokens.error(new TextRange(0, 0), "no expression found in input");
        }
        var expr = expression(0);
        if (!tokens.nextIs(Kind.EOF)) {
            throw tokens.unexpected("", "");
        }
        TypeCheck.check(expr, query);
        return expr;
    }

    private Expr expression(int least) {
        var left = operand();
        while (true) {
            var op = binaryOp(tokens.peek());
            if (op.isEmpty() || op.get().precedence() < least) {
                return left;
            }
            tokens.take();
            int leftHeight = height;
            left = binary(left, op.get());
            grow(Math.max(leftHeight, height), left.text());
        }
    }

    /// What stands right of an operator, which counts as inside of it: powers group to the right, and a parenthesis
    /// there takes twice the stack of one that stands alone.
    private Expr right(BinaryOp op) {
        depth++;
        limit(depth, tokens.peek().at());
        var right = expression(op.precedence() + (op == BinaryOp.POW ? 0 : 1));
        depth--;
        return right;
    }

    private static Optional<BinaryOp> binaryOp(Token token) {
        return token.is(Kind.OPERATOR) ? BinaryOp.of(token.word()) : Optional.empty();
    }

    private Expr binary(Expr left, BinaryOp op) {
        boolean returnBool = tokens.takeIf("bool");
        boolean on = tokens.nextIs("on");
        List<String> labels = List.of();
        List<String> include = List.of();
        var cardinality = op.isSet() ? VectorMatching.Cardinality.MANY_TO_MANY : VectorMatching.Cardinality.ONE_TO_ONE;
        if (on || tokens.nextIs("ignoring")) {
            tokens.take();
            labels = selectors.grouping();
            boolean groupLeft = tokens.nextIs("group_left");
            if (groupLeft || tokens.nextIs("group_right")) {
                tokens.take();
                cardinality = groupLeft
                        ? VectorMatching.Cardinality.MANY_TO_ONE
                        : VectorMatching.Cardinality.ONE_TO_MANY;
                include = tokens.nextIs("(") ? selectors.grouping() : List.of();
            }
        }
        var fill = fill();
        var right = right(op);
        var text = left.text().to(right.text());
        if (!fill.isEmpty() && syntax == Syntax.STABLE) {
            throw tokens.error(text, "binop fill modifiers are experimental and not enabled");
        }
        var matching = new VectorMatching(cardinality, on, labels, include, fill.left(), fill.right());
        boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
        // Labels between other types stay in the tree until the type check refuses them.
        boolean kept = vectors || !labels.isEmpty();
        return new Expr.Binary(text, op, left, right, returnBool, kept ? Optional.of(matching) : Optional.empty());
    }

    private record Fill(OptionalDouble left, OptionalDouble right) {
        boolean isEmpty() {
            return left.isEmpty() && right.isEmpty();
        }
    }

    private Fill fill() {
        var left = OptionalDouble.empty();
        var right = OptionalDouble.empty();
        while (tokens.second().is("(")) {
            if (tokens.nextIs("fill") && left.isEmpty() && right.isEmpty()) {
                left = fillValue();
                return new Fill(left, left);
            }
            if (tokens.nextIs("fill_left") && left.isEmpty()) {
                left = fillValue();
            } else if (tokens.nextIs("fill_right") && right.isEmpty()) {
                right = fillValue();
            } else {
                break;
            }
        }
        return new Fill(left, right);
    }

    private OptionalDouble fillValue() {
        tokens.take();
        tokens.take();
        boolean negative = tokens.nextIs("-");
        if (negative || tokens.nextIs("+")) {
            tokens.take();
        }
        if (!tokens.nextIs(Kind.NUMBER) && !tokens.nextIs(Kind.DURATION)) {
            throw tokens.unexpected(context, "");
        }
        double value = number(tokens.take()).value();
        tokens.expect(")", context, "");
        return OptionalDouble.of(negative ? -value : value);
    }

    private Expr operand() {
        depth++;
        height = 0;
        limit(depth, tokens.peek().at());
        var operand = signedOperand();
        grow(height, operand.text());
        depth--;
        return operand;
    }

    private void grow(int inside, TextRange where) {
        height = inside + 1;
        limit(height, where);
    }

    private void limit(int nesting, TextRange where) {
        if (nesting > NESTING) {
            throw tokens.error(where, "expected at most " + NESTING + " expressions inside each other (limit nesting)");
        }
    }

    private Expr signedOperand() {
        if (tokens.nextIs("+") || tokens.nextIs("-")) {
            var sign = tokens.take();
            var operand = expression(OPERAND_OF_SIGN);
            var text = sign.at().to(operand.text());
            boolean negative = sign.is("-");
            return operand instanceof Expr.NumberLiteral(_, var value, var duration)
                    ? new Expr.NumberLiteral(text, negative ? -value : value, duration)
                    : new Expr.Unary(text, negative, operand);
        }
        var expr = primary();
        while (modifiers.follow()) {
            expr = modifiers.apply(expr);
        }
        return expr;
    }

    private Expr primary() {
        var token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER, DURATION -> number(tokens.take());
            case STRING -> {
                tokens.take();
                yield new Expr.StringLiteral(token.at(), Literals.unquoted(token.text()));
            }
            case IDENTIFIER -> tokens.second().is("(") ? call() : selectors.selector();
            case PREPROCESSOR -> tokens.second().is("(") ? call() : selectors.selector();
            case METRIC_IDENTIFIER -> selectors.selector();
            case AGGREGATOR -> aggregation();
            case KEYWORD -> keyword(token);
            case OPERATOR -> operatorAsName(token);
            case PUNCTUATION -> {
                if (token.is("(")) {
                    yield parenthesis();
                }
                if (token.is("{")) {
                    yield selectors.selector();
                }
                throw tokens.unexpected(context, "");
            }
            case EOF, ERROR -> throw tokens.unexpected(context, "");
        };
    }

    private Expr keyword(Token token) {
        return switch (token.word()) {
            case "on", "ignoring", "group_left", "group_right", "bool" -> throw tokens.unexpected(context, "");
            case "step", "range", "min_of", "max_of" -> tokens.second().is("(") ? call() : selectors.selector();
            default -> selectors.selector();
        };
    }

    /// The set operators may name a metric, `atan2` may not.
    private Expr operatorAsName(Token token) {
        return switch (token.word()) {
            case "and", "or", "unless" -> selectors.selector();
            default -> throw tokens.unexpected(context, "");
        };
    }

    private Expr.NumberLiteral number(Token token) {
        try {
            return token.is(Kind.DURATION)
                    ? new Expr.NumberLiteral(token.at(), Literals.durationMillis(token.text()) / 1000.0, true)
                    : new Expr.NumberLiteral(token.at(), Literals.number(token.text()), false);
        } catch (Literals.LiteralException wrong) {
            throw tokens.error(token.at(), String.valueOf(wrong.getMessage()));
        }
    }

    private Expr parenthesis() {
        var open = tokens.take();
        var inner = expression(0);
        var close = tokens.expect(")", context, "");
        return new Expr.Paren(open.at().to(close.at()), inner);
    }

    private Expr call() {
        var name = tokens.take();
        var arguments = new ArrayList<Expr>();
        var close = arguments(arguments);
        var function = Functions.named(name.is(Kind.IDENTIFIER) ? name.text() : name.word())
                .orElseThrow(() -> tokens.error(
                        name.at(), "unknown function with name " + Literals.quoted(name.text())));
        if (function.experimental() && syntax == Syntax.STABLE) {
            throw tokens.error(name.at(), "function " + Literals.quoted(name.text()) + " is not enabled");
        }
        return new Expr.Call(name.at().to(close), function, arguments);
    }

    /// Reads from `(` to `)`; gives the place of the latter.
    private TextRange arguments(List<Expr> into) {
        tokens.expect("(", context, "");
        if (!tokens.nextIs(")")) {
            into.add(expression(0));
            int highest = height;
            while (tokens.nextIs(",")) {
                var comma = tokens.take();
                if (!startsExpression(tokens.peek())) {
                    throw tokens.error(comma.at(), "trailing commas not allowed in function call args");
                }
                into.add(expression(0));
                highest = Math.max(highest, height);
            }
            height = highest;
        }
        return tokens.expect(")", context, "").at();
    }

    private static boolean startsExpression(Token token) {
        return switch (token.kind()) {
            case IDENTIFIER, METRIC_IDENTIFIER, STRING, NUMBER, DURATION, AGGREGATOR, PREPROCESSOR -> true;
            case KEYWORD -> switch (token.word()) {
                case "on", "ignoring", "group_left", "group_right", "bool" -> false;
                default -> true;
            };
            case OPERATOR -> switch (token.word()) {
                case "+", "-", "and", "or", "unless" -> true;
                default -> false;
            };
            case PUNCTUATION -> token.is("(") || token.is("{");
            case EOF, ERROR -> false;
        };
    }

    private Expr aggregation() {
        var word = tokens.peek();
        if (!startsAggregation()) {
            return selectors.selector();
        }
        tokens.take();
        var outer = context;
        context = "aggregation";
        var grouping = grouping();
        var arguments = new ArrayList<Expr>();
        var close = arguments(arguments);
        context = outer;
        if (grouping.isEmpty()) {
            grouping = grouping();
            close = grouping.map(Grouping::text).orElse(close);
        }
        return aggregate(word, word.at().to(close), arguments, grouping.orElse(Grouping.NONE));
    }

    /// Whether an aggregator at the next place is one; else it is the name of a metric.
    private boolean startsAggregation() {
        var second = tokens.second();
        return second.is("(") || second.is("by") || second.is("without");
    }

    private record Grouping(boolean without, List<String> labels, TextRange text) {
        static final Grouping NONE = new Grouping(false, List.of(), new TextRange(0, 0));
    }

    private Optional<Grouping> grouping() {
        boolean without = tokens.nextIs("without");
        if (!without && !tokens.nextIs("by")) {
            return Optional.empty();
        }
        var start = tokens.take();
        var labels = selectors.grouping();
        return Optional.of(new Grouping(without, labels, start.at().to(tokens.previous().at())));
    }

    private Expr aggregate(Token word, TextRange text, List<Expr> arguments, Grouping grouping) {
        var op = AggregateOp.of(word.word());
        if (arguments.isEmpty()) {
            throw tokens.error(text, "no arguments for aggregate expression provided");
        }
        if (op.experimental() && syntax == Syntax.STABLE) {
            throw tokens.error(
                    text,
                    op.word() + "() is experimental and must be enabled with"
                            + " --enable-feature=promql-experimental-functions");
        }
        int wanted = op.hasParameter() ? 2 : 1;
        if (arguments.size() != wanted) {
            throw tokens.error(
                    text,
                    "wrong number of arguments for aggregate expression provided, expected " + wanted + ", got "
                            + arguments.size());
        }
        Optional<Expr> parameter = op.hasParameter() ? Optional.of(arguments.getFirst()) : Optional.empty();
        return new Expr.Aggregate(
                text, op, arguments.getLast(), parameter, grouping.labels(), grouping.without());
    }
}
