package dev.headroom.scalers;

import java.io.Serial;

/// An answer that holds no number where one was expected; the message says where and what is there.
final class NoValueException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NoValueException(String message) {
        super(message);
    }

    /// @param got what is there, in KEDA's words
    static NoValueException at(String location, String got) {
        return new NoValueException("valueLocation " + dev.headroom.triggers.GoText.quoted(location)
                + " must point to a numeric value or a string parseable as a Quantity, got " + got);
    }

    /// The number of a quantity in text form.
    static double quantity(String location, String text) {
        return dev.headroom.model.Quantity.tryParse(text)
                .map(quantity -> quantity.approximateDouble())
                .orElseThrow(() -> new NoValueException("valueLocation " + dev.headroom.triggers.GoText.quoted(location)
                        + " points to a string that is not parseable as a Quantity"));
    }
}
