package dev.headroom.inference;

/// Quotes what a client sent, safely: an error message stays one short printable line whatever it is about.
final class ErrorText {

    /// Characters of the client's text that an error message repeats.
    private static final int MAX_QUOTED = 60;

    private ErrorText() {}

    static String shortened(String text) {
        return printable(text, MAX_QUOTED);
    }

    static String printable(String text, int max) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length() && i < max; i++) {
            char c = text.charAt(i);
            boolean printable = !Character.isISOControl(c) && !Character.isSurrogate(c);
            line.append(printable ? c : '?');
        }
        return text.length() > max ? line.append("...").toString() : line.toString();
    }
}
