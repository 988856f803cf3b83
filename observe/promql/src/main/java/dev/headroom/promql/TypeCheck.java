package dev.headroom.promql;

import dev.headroom.model.Labels;
import java.util.List;

/// Refuses trees whose parts do not fit together, in the order and with the words of Prometheus.
final class TypeCheck {

    private final String query;
    private final SyntaxErrors errors;

    private TypeCheck(String query) {
        this.query = query;
        this.errors = new SyntaxErrors(query);
    }

    /// @throws PromqlException for the first thing that is wrong
    static void check(Expr expr, String query) {
        new TypeCheck(query).check(expr);
    }

    private void check(Expr expr) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
            case Expr.VectorSelector selector -> selector(selector);
            case Expr.MatrixSelector matrix -> selector(matrix.selector());
            case Expr.Subquery subquery -> {
                check(subquery.expr());
                var type = subquery.expr().type();
                if (type != ValueType.VECTOR) {
                    throw errors.at(
                            subquery.text(),
                            "subquery is only allowed on instant vector, got " + type.word() + " instead");
                }
            }
            case Expr.Unary unary -> {
                check(unary.operand());
                if (!isScalarOrVector(unary.operand())) {
                    throw errors.at(
                            unary.text(),
                            "unary expression only allowed on expressions of type scalar or instant vector, got "
                                    + Literals.quoted(unary.operand().type().documented()));
                }
            }
            case Expr.Binary binary -> binary(binary);
            case Expr.Aggregate aggregate -> {
                expect(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
                aggregate.parameter()
                        .ifPresent(parameter ->
                                expect(parameter, aggregate.op().parameterType(), "aggregation parameter"));
            }
            case Expr.Call call -> call(call);
            case Expr.Paren paren -> check(paren.inner());
        }
    }

    private void expect(Expr expr, ValueType wanted, String context) {
        check(expr);
        if (expr.type() != wanted) {
            throw errors.at(
                    expr.text(),
                    "expected type " + wanted.documented() + " in " + context + ", got "
                            + expr.type().documented());
        }
    }

    private static boolean isScalarOrVector(Expr expr) {
        return expr.type() == ValueType.SCALAR || expr.type() == ValueType.VECTOR;
    }

    private void selector(Expr.VectorSelector selector) {
        var names = selector.matchers().stream()
                .filter(matcher -> matcher.name().equals(Labels.NAME))
                .toList();
        if (!selector.name().isEmpty()) {
            if (names.size() > 1) {
                throw errors.at(
                        selector.text(),
                        "metric name must not be set twice: " + Literals.quoted(selector.name()) + " or "
                                + Literals.quoted(names.getFirst().value()));
            }
            return;
        }
        if (selector.matchers().stream().allMatch(matcher -> matcher.matchesAbsent())) {
            throw errors.at(selector.text(), "vector selector must contain at least one non-empty matcher");
        }
    }

    private void binary(Expr.Binary binary) {
        check(binary.left());
        check(binary.right());
        var op = binary.op();
        boolean scalars =
                binary.left().type() == ValueType.SCALAR && binary.right().type() == ValueType.SCALAR;
        if (binary.returnBool() && !op.isComparison()) {
            throw errors.at(operatorAt(binary), "bool modifier can only be used on comparison operators");
        }
        if (op.isComparison() && !binary.returnBool() && scalars) {
            throw errors.at(operatorAt(binary), "comparisons between scalars must use BOOL modifier");
        }
        binary.matching().ifPresent(matching -> notOnBothSides(binary, matching));
        for (var side : List.of(binary.left(), binary.right())) {
            if (!isScalarOrVector(side)) {
                throw errors.at(
                        side.text(), "binary expression must contain only scalar and instant vector types");
            }
        }
        boolean vectors =
                binary.left().type() == ValueType.VECTOR && binary.right().type() == ValueType.VECTOR;
        if (!vectors && binary.matching().isPresent()) {
            throw errors.at(binary.text(), "vector matching only allowed between instant vectors");
        }
        if (op.isSet()) {
            setOperator(binary, vectors);
        }
    }

    private void notOnBothSides(Expr.Binary binary, VectorMatching matching) {
        for (var label : matching.labels()) {
            if (matching.on() && matching.include().contains(label)) {
                throw errors.at(
                        operatorAt(binary),
                        "label " + Literals.quoted(label) + " must not occur in ON and GROUP clause at once");
            }
        }
    }

    private void setOperator(Expr.Binary binary, boolean vectors) {
        binary.matching().ifPresent(matching -> {
            if (matching.cardinality() != VectorMatching.Cardinality.MANY_TO_MANY) {
                throw errors.at(
                        binary.text(),
                        "no grouping allowed for " + Literals.quoted(binary.op().symbol()) + " operation");
            }
            if (matching.fillLeft().isPresent() || matching.fillRight().isPresent()) {
                throw errors.at(binary.text(), "filling in missing series not allowed for set operators");
            }
        });
        if (!vectors) {
            throw errors.at(
                    binary.text(),
                    "set operator " + Literals.quoted(binary.op().symbol())
                            + " not allowed in binary scalar expression");
        }
    }

    /// Where the operator stands: behind the left side and the space after it.
    private int operatorAt(Expr.Binary binary) {
        int at = binary.left().text().end();
        while (Lexer.isSpace(query.charAt(at))) {
            at++;
        }
        return at;
    }

    private void call(Expr.Call call) {
        var function = call.function();
        int given = call.args().size();
        if (function.variadic() == 0 && given != function.least()) {
            throw miscounted(call, "expected " + function.least());
        }
        if (given < function.least()) {
            throw miscounted(call, "expected at least " + function.least());
        }
        if (given > function.most()) {
            throw miscounted(call, "expected at most " + function.most());
        }
        boolean info = function.name().equals("info");
        for (int i = 0; i < given; i++) {
            var argument = call.args().get(i);
            if (info && i == 1 && argument instanceof Expr.VectorSelector labels) {
                if (!labels.name().isEmpty()) {
                    throw errors.at(labels.text(), "expected label selectors only, got vector selector instead");
                }
            } else {
                expect(argument, function.argument(i), "call to function " + Literals.quoted(function.name()));
            }
        }
    }

    private PromqlException miscounted(Expr.Call call, String expected) {
        return errors.at(
                call.text(),
                expected + " argument(s) in call to " + Literals.quoted(call.function().name()) + ", got "
                        + call.args().size());
    }
}
