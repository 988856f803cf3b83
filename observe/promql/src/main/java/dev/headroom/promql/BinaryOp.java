package dev.headroom.promql;

import java.util.Arrays;
import java.util.Optional;

/// A binary operator of PromQL.
public enum BinaryOp {
    ADD("+", 3),
    SUB("-", 3),
    MUL("*", 4),
    DIV("/", 4),
    MOD("%", 4),
    ATAN2("atan2", 4),
    /// Binds to the right, unlike all others.
    POW("^", 6),
    /// Cuts a native histogram off above the scalar on the right.
    TRIM_UPPER("</", 2),
    /// Cuts a native histogram off below the scalar on the right.
    TRIM_LOWER(">/", 2),
    EQL("==", 2),
    NEQ("!=", 2),
    GTR(">", 2),
    LSS("<", 2),
    GTE(">=", 2),
    LTE("<=", 2),
    AND("and", 1),
    UNLESS("unless", 1),
    OR("or", 0);

    private final String symbol;
    private final int precedence;

    BinaryOp(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    /// The operator that a query writes so (in lower case).
    static Optional<BinaryOp> of(String symbol) {
        return Arrays.stream(values()).filter(op -> op.symbol.equals(symbol)).findFirst();
    }

    public String symbol() {
        return symbol;
    }

    /// How tightly the operator binds; higher is tighter.
    int precedence() {
        return precedence;
    }

    public boolean isComparison() {
        return switch (this) {
            case EQL, NEQ, GTR, LSS, GTE, LTE -> true;
            case ADD, SUB, MUL, DIV, MOD, ATAN2, POW, TRIM_UPPER, TRIM_LOWER, AND, UNLESS, OR -> false;
        };
    }

    public boolean isSet() {
        return switch (this) {
            case AND, UNLESS, OR -> true;
            case ADD, SUB, MUL, DIV, MOD, ATAN2, POW, TRIM_UPPER, TRIM_LOWER, EQL, NEQ, GTR, LSS, GTE, LTE -> false;
        };
    }
}
