package dev.headroom.formula;

/// Operators on values. Two whole numbers stay whole and wrap at 64 bits; where one is a number, both are.
final class Arithmetic {

    private Arithmetic() {}

    /// @throws FormulaException for values that the operator does not take
    static Value binary(String operator, Value left, Value right) {
        return switch (operator) {
            case "==" -> new Value.Truth(equal(left, right));
            case "!=" -> new Value.Truth(!equal(left, right));
            case "<" -> new Value.Truth(compare(operator, left, right, (a, b) -> a < b, order -> order < 0));
            case ">" -> new Value.Truth(compare(operator, left, right, (a, b) -> a > b, order -> order > 0));
            case "<=" -> new Value.Truth(compare(operator, left, right, (a, b) -> a <= b, order -> order <= 0));
            case ">=" -> new Value.Truth(compare(operator, left, right, (a, b) -> a >= b, order -> order >= 0));
            case "+" -> left instanceof Value.Text a && right instanceof Value.Text b
                    ? new Value.Text(a.value() + b.value())
                    : numbers(operator, left, right, Long::sum, Double::sum);
            case "-" -> numbers(operator, left, right, (a, b) -> a - b, (a, b) -> a - b);
            case "*" -> numbers(operator, left, right, (a, b) -> a * b, (a, b) -> a * b);
            case "/" -> new Value.Number(number(operator, left, right) / number(operator, right, left));
            case "**", "^" ->
                new Value.Number(Math.pow(number(operator, left, right), number(operator, right, left)));
            case "%" -> remainder(left, right);
            default -> throw mismatch(operator, left, right);
        };
    }

    private static Value remainder(Value left, Value right) {
        if (left instanceof Value.Whole a && right instanceof Value.Whole b) {
            if (b.value() == 0) {
                throw FormulaException.of("runtime error: integer divide by zero");
            }
            return new Value.Whole(a.value() % b.value());
        }
        throw mismatch("%", left, right);
    }

    private interface OnWhole {
        long apply(long left, long right);
    }

    private interface OnNumbers {
        double apply(double left, double right);
    }

    private static Value numbers(String operator, Value left, Value right, OnWhole whole, OnNumbers numbers) {
        if (left instanceof Value.Whole a && right instanceof Value.Whole b) {
            return new Value.Whole(whole.apply(a.value(), b.value()));
        }
        return new Value.Number(numbers.apply(number(operator, left, right), number(operator, right, left)));
    }

    private static double number(String operator, Value value, Value other) {
        return switch (value) {
            case Value.Number number -> number.value();
            case Value.Whole whole -> (double) whole.value();
            case Value.Truth _, Value.Text _, Value.Items _, Value.Nil _ -> throw mismatch(operator, value, other);
        };
    }

    private static FormulaException mismatch(String operator, Value left, Value right) {
        return FormulaException.of("invalid operation: " + left.kind() + " " + operator + " " + right.kind());
    }

    static boolean equal(Value left, Value right) {
        if (left instanceof Value.Whole a && right instanceof Value.Number b) {
            return (double) a.value() == b.value();
        }
        if (left instanceof Value.Number a && right instanceof Value.Whole b) {
            return a.value() == (double) b.value();
        }
        return (left instanceof Value.Number a && right instanceof Value.Number b)
                ? a.value() == b.value()
                : left.equals(right);
    }

    private interface OnOrder {
        boolean test(int order);
    }

    private interface OnPair {
        boolean test(double left, double right);
    }

    private static boolean compare(String operator, Value left, Value right, OnPair numbers, OnOrder others) {
        if (left instanceof Value.Whole a && right instanceof Value.Whole b) {
            return others.test(Long.compare(a.value(), b.value()));
        }
        if (left instanceof Value.Text a && right instanceof Value.Text b) {
            return others.test(a.value().compareTo(b.value()));
        }
        return numbers.test(number(operator, left, right), number(operator, right, left));
    }

    static boolean less(Value left, Value right) {
        return compare("<", left, right, (a, b) -> a < b, order -> order < 0);
    }

    static Value negated(Value value) {
        return switch (value) {
            case Value.Number number -> new Value.Number(-number.value());
            case Value.Whole whole -> new Value.Whole(-whole.value());
            case Value.Truth _, Value.Text _, Value.Items _, Value.Nil _ ->
                throw FormulaException.of("invalid operation: - " + value.kind());
        };
    }
}
