package dev.headroom.promql;

import java.util.Locale;

/// An aggregation operator of PromQL.
public enum AggregateOp {
    SUM,
    AVG,
    COUNT,
    MIN,
    MAX,
    GROUP,
    STDDEV,
    STDVAR,
    /// Takes a scalar: the number of elements.
    TOPK,
    /// Takes a scalar: the number of elements.
    BOTTOMK,
    /// Takes a string: the label for the value.
    COUNT_VALUES,
    /// Takes a scalar: the rank from 0 to 1.
    QUANTILE,
    /// Takes a scalar: the number of elements. Experimental.
    LIMITK,
    /// Takes a scalar: the share of the elements, from -1 to 1. Experimental.
    LIMIT_RATIO;

    /// The operator with that word (in lower case).
    static AggregateOp of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// The word in a query, in lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean hasParameter() {
        return switch (this) {
            case TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO -> true;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> false;
        };
    }

    /// The type of the parameter of an operator that has one.
    public ValueType parameterType() {
        return this == COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR;
    }

    /// Whether Prometheus wants `--enable-feature=promql-experimental-functions` for it.
    public boolean experimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }
}
