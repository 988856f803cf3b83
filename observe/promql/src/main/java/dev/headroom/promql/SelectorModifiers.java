package dev.headroom.promql;

import dev.headroom.promql.Token.Kind;
import java.math.BigDecimal;

/// Reads what follows a selector or a subquery: brackets, `offset`, `@`, `anchored` and `smoothed`.
final class SelectorModifiers {

    private final TokenStream tokens;
    private final DurationParser durations;
    private final Syntax syntax;

    SelectorModifiers(TokenStream tokens, Syntax syntax) {
        this.tokens = tokens;
        this.durations = new DurationParser(tokens);
        this.syntax = syntax;
    }

    /// Whether the next word is one of them.
    boolean follow() {
        var token = tokens.peek();
        return token.is("[")
                || token.is("offset")
                || token.is("@")
                || token.is("anchored")
                || token.is("smoothed");
    }

    /// Reads one and gives the expression that has it.
    Expr apply(Expr expr) {
        var token = tokens.peek();
        if (token.is("[")) {
            return window(expr);
        }
        tokens.take();
        return switch (token.word()) {
            case "offset" -> offset(expr);
            case "@" -> at(expr);
            case "anchored" -> extension(expr, Modifiers.Extension.ANCHORED);
            default -> extension(expr, Modifiers.Extension.SMOOTHED);
        };
    }

    private Expr window(Expr expr) {
        var window = durations.window();
        var text = expr.text().to(window.text());
        if (window.colon()) {
            return new Expr.Subquery(text, expr, window.range(), window.step(), Modifiers.none());
        }
        if (!(expr instanceof Expr.VectorSelector selector)) {
            throw tokens.error(window.text(), "ranges only allowed for vector selectors");
        }
        if (selector.modifiers().hasOffset()) {
            throw tokens.error(window.text(), "no offset modifiers allowed before range");
        }
        if (!(selector.modifiers().at() instanceof Modifiers.At.Now)) {
            throw tokens.error(window.text(), "no @ modifiers allowed before range");
        }
        return new Expr.MatrixSelector(text, selector, window.range());
    }

    private Expr offset(Expr expr) {
        var offset = durations.offset();
        // The next word decides whether the duration ends here, so what is wrong with it comes first.
        tokens.peek();
        var modifiers = modifiersOf(expr, "offset modifier");
        if (modifiers.hasOffset()) {
            throw tokens.error(expr.text(), "offset may not be set multiple times");
        }
        return with(expr, modifiers.withOffset(offset));
    }

    private Expr at(Expr expr) {
        Modifiers.At time;
        if (tokens.nextIs(Kind.PREPROCESSOR)) {
            boolean start = tokens.take().is("start");
            tokens.expect("(", "@", "timestamp");
            tokens.expect(")", "@", "timestamp");
            time = start ? new Modifiers.At.Start() : new Modifiers.At.End();
        } else {
            time = timestamp(expr);
        }
        var modifiers = modifiersOf(expr, "@ modifier");
        if (!(modifiers.at() instanceof Modifiers.At.Now)) {
            throw tokens.error(expr.text(), "@ <timestamp> may not be set multiple times");
        }
        return with(expr, modifiers.withAt(time));
    }

    private Modifiers.At timestamp(Expr expr) {
        boolean negative = tokens.nextIs("-");
        if (negative || tokens.nextIs("+")) {
            tokens.take();
        }
        if (!tokens.nextIs(Kind.NUMBER) && !tokens.nextIs(Kind.DURATION)) {
            throw tokens.unexpected("@", "timestamp");
        }
        var token = tokens.take();
        double seconds;
        try {
            seconds = token.is(Kind.DURATION)
                    ? Literals.durationMillis(token.text()) / 1000.0
                    : Literals.number(token.text());
        } catch (Literals.LiteralException wrong) {
            throw tokens.error(token.at(), String.valueOf(wrong.getMessage()));
        }
        seconds = negative ? -seconds : seconds;
        if (Double.isNaN(seconds) || seconds >= 0x1p63 || seconds <= -0x1p63) {
            var shown = Double.isFinite(seconds)
                    ? new BigDecimal(seconds).toPlainString() + ".000000"
                    : Literals.number(seconds);
            throw tokens.error(expr.text(), "timestamp out of bounds for @ modifier: " + shown);
        }
        return new Modifiers.At.Timestamp(Math.round(seconds * 1000));
    }

    private Expr extension(Expr expr, Modifiers.Extension wanted) {
        var name = wanted == Modifiers.Extension.ANCHORED ? "anchored" : "smoothed";
        if (syntax == Syntax.STABLE) {
            throw tokens.error(expr.text(), name + " modifier is experimental and not enabled");
        }
        var modifiers = modifiersOf(expr, name + " modifier");
        if (modifiers.extension() != Modifiers.Extension.NONE && modifiers.extension() != wanted) {
            throw tokens.error(expr.text(), "anchored and smoothed modifiers cannot be used together");
        }
        return with(expr, modifiers.withExtension(wanted));
    }

    private Modifiers modifiersOf(Expr expr, String what) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selector.modifiers();
            case Expr.MatrixSelector matrix -> matrix.selector().modifiers();
            case Expr.Subquery subquery -> subquery.modifiers();
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _,
                    Expr.Paren _ -> throw tokens.error(
                    expr.text(),
                    what + " must be preceded by an instant vector selector or range vector selector or a subquery");
        };
    }

    private Expr with(Expr expr, Modifiers modifiers) {
        var end = tokens.previous().at();
        return switch (expr) {
            case Expr.VectorSelector(var text, var name, var matchers, _) ->
                new Expr.VectorSelector(text.to(end), name, matchers, modifiers);
            case Expr.MatrixSelector(var text, var selector, var range) ->
                new Expr.MatrixSelector(
                        text.to(end),
                        new Expr.VectorSelector(selector.text(), selector.name(), selector.matchers(), modifiers),
                        range);
            case Expr.Subquery(var text, var inner, var range, var step, _) ->
                new Expr.Subquery(text.to(end), inner, range, step, modifiers);
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _,
                    Expr.Paren _ -> expr;
        };
    }
}
