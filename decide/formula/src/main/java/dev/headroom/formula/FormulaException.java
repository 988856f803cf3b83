package dev.headroom.formula;

/// A formula that cannot be compiled or evaluated; the first line says why and where (`unknown name x (1:7)`), the next
/// two show the place.
public final class FormulaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private FormulaException(String message) {
        super(message);
    }

    /// @param at where in the text, counted from 0
    static FormulaException at(String text, int at, String message) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        int end = text.indexOf('\n', start);
        var shown = text.substring(start, end < 0 ? text.length() : end);
        int column = text.codePointCount(start, Math.min(at, text.length()));
        return new FormulaException(message + " (" + line + ":" + (column + 1) + ")\n | " + shown + "\n | "
                + ".".repeat(column) + "^");
    }

    static FormulaException of(String message) {
        return new FormulaException(message);
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
