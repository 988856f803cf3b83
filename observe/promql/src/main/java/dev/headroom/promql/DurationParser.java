package dev.headroom.promql;

import dev.headroom.promql.Token.Kind;
import java.util.Optional;

/// Reads durations inside brackets and after `offset`.
final class DurationParser {

    private static final String DURATION_START = "number, duration, step(), or range()";

    private static final int UNARY = BinaryOp.POW.precedence();

    /// Go's largest duration, in seconds.
    private static final double LARGEST_SECONDS = 0x1p63 / 1e9;

    /// What is shorter would be printed as `0s`.
    private static final double LEAST_SECONDS = 0.001;

    private final TokenStream tokens;

    /// What an error says that is found anywhere in this duration.
    private String context = "";

    DurationParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /// What stands between brackets.
    ///
    /// @param colon whether there was a colon, which makes it a subquery
    record Window(DurationExpr range, boolean colon, Optional<DurationExpr> step, TextRange text) {}

    /// Reads from `[` to `]`.
    Window window() {
        var open = tokens.take();
        context = "subquery or range selector";
        var range = positive(expression(0));
        if (!tokens.nextIs("]") && !tokens.nextIs(":")) {
            throw tokens.unexpected("subquery or range", "\":\" or \"]\"");
        }
        boolean colon = tokens.takeIf(":");
        Optional<DurationExpr> step = Optional.empty();
        if (colon && !tokens.nextIs("]")) {
            if (!startsDuration(tokens.peek())) {
                throw tokens.unexpected("subquery selector", DURATION_START + ", or \"]\"");
            }
            context = "subquery selector";
            step = Optional.of(positive(expression(0)));
        }
        var close = tokens.expect("]", "subquery selector", "\"]\"");
        return new Window(range, colon, step, open.at().to(close.at()));
    }

    /// Reads what follows `offset`: one operand with an optional sign. Operators behind it belong to the expression
    /// around, unless they stand in parentheses.
    DurationExpr offset() {
        context = "offset";
        if (tokens.nextIs("+") || tokens.nextIs("-")) {
            var sign = tokens.take();
            return signed(sign, operand());
        }
        return operand();
    }

    private DurationExpr positive(DurationExpr duration) {
        if (duration instanceof DurationExpr.Literal literal && literal.seconds() < LEAST_SECONDS) {
            throw tokens.error(literal.text(), "duration must be greater than 0");
        }
        return duration;
    }

    private DurationExpr expression(int least) {
        var left = unary();
        while (true) {
            var op = operator(tokens.peek());
            if (op.isEmpty() || op.get().precedence() < least) {
                return left;
            }
            var sign = tokens.take();
            boolean rightFirst = op.get() == BinaryOp.POW;
            var right = expression(op.get().precedence() + (rightFirst ? 0 : 1));
            if (right instanceof DurationExpr.Literal literal && literal.seconds() == 0) {
                if (op.get() == BinaryOp.DIV) {
                    throw tokens.error(sign.at(), "division by zero");
                }
                if (op.get() == BinaryOp.MOD) {
                    throw tokens.error(sign.at(), "modulo by zero");
                }
            }
            left = new DurationExpr.Binary(left.text().to(right.text()), op.get(), left, right);
        }
    }

    private static Optional<BinaryOp> operator(Token token) {
        return switch (token.text()) {
            case "+" -> Optional.of(BinaryOp.ADD);
            case "-" -> Optional.of(BinaryOp.SUB);
            case "*" -> Optional.of(BinaryOp.MUL);
            case "/" -> Optional.of(BinaryOp.DIV);
            case "%" -> Optional.of(BinaryOp.MOD);
            case "^" -> Optional.of(BinaryOp.POW);
            default -> Optional.empty();
        };
    }

    private DurationExpr unary() {
        if (tokens.nextIs("+") || tokens.nextIs("-")) {
            var sign = tokens.take();
            return signed(sign, expression(UNARY));
        }
        return operand();
    }

    private static DurationExpr signed(Token sign, DurationExpr operand) {
        boolean negative = sign.is("-");
        var text = sign.at().to(operand.text());
        if (operand instanceof DurationExpr.Literal literal) {
            return new DurationExpr.Literal(
                    text, negative ? -literal.seconds() : literal.seconds(), literal.duration());
        }
        return negative ? new DurationExpr.Unary(text, true, operand) : operand;
    }

    private DurationExpr operand() {
        var token = tokens.peek();
        if (!startsDuration(token)) {
            throw tokens.unexpected(context, DURATION_START);
        }
        tokens.take();
        if (token.is("(")) {
            var inner = expression(0);
            var close = close();
            return inner instanceof DurationExpr.Literal || inner instanceof DurationExpr.Paren
                    ? inner
                    : new DurationExpr.Paren(token.at().to(close.at()), inner);
        }
        if (token.is(Kind.KEYWORD)) {
            return function(token);
        }
        return literal(token);
    }

    private static boolean startsDuration(Token token) {
        return switch (token.kind()) {
            case NUMBER, DURATION -> true;
            case KEYWORD -> token.is("step") || token.is("range") || token.is("min_of") || token.is("max_of");
            case PUNCTUATION -> token.is("(");
            case OPERATOR -> token.is("+") || token.is("-");
            case EOF, ERROR, IDENTIFIER, METRIC_IDENTIFIER, STRING, AGGREGATOR, PREPROCESSOR -> false;
        };
    }

    private DurationExpr function(Token name) {
        tokens.expect("(", context, DURATION_START);
        if (name.is("step")) {
            return new DurationExpr.Step(name.at().to(close().at()));
        }
        if (name.is("range")) {
            return new DurationExpr.Range(name.at().to(close().at()));
        }
        var left = expression(0);
        tokens.expect(",", context, DURATION_START);
        var right = expression(0);
        var text = name.at().to(close().at());
        return name.is("min_of")
                ? new DurationExpr.MinOf(text, left, right)
                : new DurationExpr.MaxOf(text, left, right);
    }

    private Token close() {
        return tokens.expect(")", context, DURATION_START);
    }

    private DurationExpr literal(Token token) {
        try {
            double seconds = token.is(Kind.DURATION)
                    ? Literals.durationMillis(token.text()) / 1000.0
                    : Literals.number(token.text());
            if (seconds > LARGEST_SECONDS || seconds < -LARGEST_SECONDS) {
                throw tokens.error(token.at(), "duration out of range");
            }
            return new DurationExpr.Literal(token.at(), seconds, token.is(Kind.DURATION));
        } catch (Literals.LiteralException wrong) {
            throw tokens.error(token.at(), String.valueOf(wrong.getMessage()));
        }
    }
}
