package dev.headroom.triggers;

import java.util.Optional;

/// What the source of a trigger said when it was asked; only [Number] is a number. What KEDA makes of the others is
/// [Judgement]'s business.
public sealed interface Reading {

    /// @param value as the source gave it, before any rounding
    /// @param active whether the source counts as active, where it knows better than the value and the trigger's
    ///     threshold; empty elsewhere
    @SuppressWarnings("AvoidCommonTypeNames") // the word of the field; java.lang.Number is never meant here
    record Number(double value, Optional<Boolean> active) implements Reading {
        public Number(double value) {
            this(value, Optional.empty());
        }
    }

    /// The source answered, and its answer holds no value.
    record Empty(String why) implements Reading {}

    /// NaN or an infinity where a number was expected.
    record NotANumber(double value) implements Reading {

        /// As Go prints it with `%f`.
        public String text() {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
    }

    /// The source could not be asked, or its answer not be read.
    ///
    /// @param failure what became of the connection, where that was it
    record Failed(String error, Optional<Failure> failure) implements Reading {
        public Failed(String error) {
            this(error, Optional.empty());
        }
    }

    /// Why there was no answer.
    enum Failure {
        TIMEOUT,
        REFUSED,
        DNS,
        RESET,
        OTHER
    }
}
