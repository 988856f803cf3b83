package dev.headroom.keda;

/// Why a formula has no number; the autoscaler is then given no metric at all.
public record FormulaFailure(Kind kind, String text) {

    public enum Kind {
        /// The values do not fit the formula.
        EVALUATION,
        /// The result is NaN, an infinity, or too large for a metric. KEDA gives the smallest number of 64 bits then.
        NO_NUMBER
    }
}
