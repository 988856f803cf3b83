package dev.headroom.queryrules;

import dev.headroom.promql.Expr;
import dev.headroom.promql.Selectors;
import java.util.Set;
import java.util.stream.Stream;

/// Finds calls and selectors in a tree.
final class Calls {

    /// Functions whose answer is empty for a window with a single sample.
    static final Set<String> NEED_TWO_SAMPLES =
            Set.of("rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear");

    private Calls() {}

    static Stream<Expr.Call> of(Expr expr, String function) {
        return all(expr).filter(call -> call.function().name().equals(function));
    }

    static Stream<Expr.Call> all(Expr expr) {
        return Selectors.expressions(expr).filter(Expr.Call.class::isInstance).map(Expr.Call.class::cast);
    }

    static Stream<Expr.VectorSelector> selectors(Expr expr) {
        return Selectors.expressions(expr)
                .filter(Expr.VectorSelector.class::isInstance)
                .map(Expr.VectorSelector.class::cast);
    }

    static Expr unwrapped(Expr expr) {
        return expr instanceof Expr.Paren paren ? unwrapped(paren.inner()) : expr;
    }
}
