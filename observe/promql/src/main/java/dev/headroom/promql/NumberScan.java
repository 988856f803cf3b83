package dev.headroom.promql;

/// Finds how far a number or a duration reaches.
///
/// @param end the first char that does not belong to it; of one that is `NEITHER`, where reading gave up
record NumberScan(Kind kind, int end) {

    private static final String DECIMAL = "0123456789";
    private static final String HEXADECIMAL = "0123456789abcdefABCDEF";

    enum Kind {
        NUMBER,
        DURATION,
        NEITHER
    }

    /// Reads from a digit, or from a dot with a digit behind it.
    static NumberScan of(String input, int start) {
        var cursor = new Cursor(input, start);
        if (cursor.number()) {
            return new NumberScan(Kind.NUMBER, cursor.at);
        }
        if (cursor.duration()) {
            return new NumberScan(Kind.DURATION, cursor.at);
        }
        return new NumberScan(Kind.NEITHER, cursor.at);
    }

    /// A place in the text that moves forward over what is accepted.
    private static final class Cursor {
        private final String input;
        private int at;

        Cursor(String input, int start) {
            this.input = input;
            this.at = start;
        }

        /* A number is digits with at most one dot and one exponent; an underscore stands between two digits. What ends
         * reading (a second dot, an underscore behind a dot, ...) belongs to the text that the error shows, as it does
         * for Prometheus. */
        boolean number() {
            boolean hexadecimal = false;
            if (accept("0") && accept("xX")) {
                accept("_");
                hexadecimal = true;
            }
            var digits = hexadecimal ? HEXADECIMAL : DECIMAL;
            accept(".");
            accept(digits);
            boolean dotSeen = false;
            boolean exponentSeen = false;
            while (at < input.length()) {
                if (is(".")) {
                    at++;
                    if (dotSeen || accept("_.") || hexadecimal) {
                        return false;
                    }
                    dotSeen = true;
                } else if (!hexadecimal && is("eE")) {
                    at++;
                    if (exponentSeen) {
                        return false;
                    }
                    exponentSeen = true;
                    accept("+-");
                    if (accept("._eE") || at == input.length()) {
                        return false;
                    }
                } else if (is("_")) {
                    at++;
                    if (accept("._eE") || at == input.length()) {
                        return false;
                    }
                } else if (is(digits)) {
                    at++;
                } else {
                    break;
                }
            }
            return !wordGoesOn();
        }

        boolean duration() {
            if (!accept("smhdwy")) {
                return false;
            }
            accept("s");
            while (accept(DECIMAL)) {
                while (accept(DECIMAL)) {}
                if (!accept("smhdw")) {
                    return false;
                }
                accept("s");
            }
            if (wordGoesOn()) {
                at++;
                return false;
            }
            return true;
        }

        private boolean wordGoesOn() {
            return at < input.length() && Lexer.isAlphaNumeric(input.charAt(at));
        }

        private boolean is(String set) {
            return at < input.length() && set.indexOf(input.charAt(at)) >= 0;
        }

        private boolean accept(String set) {
            if (is(set)) {
                at++;
                return true;
            }
            return false;
        }
    }
}
