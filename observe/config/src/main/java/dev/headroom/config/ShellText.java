package dev.headroom.config;

import java.util.function.UnaryOperator;

/// Texts in which `$name` and `${name}` stand for variables, as Go's `os.Expand` reads them: a `$` that no name follows
/// stays, and `${` that is never closed is dropped.
final class ShellText {

    private static final String SPECIAL = "*#$@!?-0123456789";

    private ShellText() {}

    static String expand(String text, UnaryOperator<String> variable) {
        var expanded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char here = text.charAt(at);
            if (here != '$' || at + 1 == text.length()) {
                expanded.append(here);
                at++;
                continue;
            }
            at++;
            char next = text.charAt(at);
            if (next == '{') {
                int end = closing(text, at);
                expanded.append(end > at + 1 ? variable.apply(text.substring(at + 1, end)) : "");
                at = end < 0 ? at + 1 : end + 1;
            } else if (SPECIAL.indexOf(next) >= 0) {
                expanded.append(variable.apply(String.valueOf(next)));
                at++;
            } else {
                int end = nameEnd(text, at);
                expanded.append(end == at ? "$" : variable.apply(text.substring(at, end)));
                at = end;
            }
        }
        return expanded.toString();
    }

    private static int closing(String text, int open) {
        boolean special = open + 2 < text.length()
                && SPECIAL.indexOf(text.charAt(open + 1)) >= 0
                && text.charAt(open + 2) == '}';
        return special ? open + 2 : text.indexOf('}', open);
    }

    private static int nameEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(char letter) {
        return letter == '_' || (letter < 128 && Character.isLetterOrDigit(letter));
    }
}
