package dev.headroom.workloads;

import java.util.Map;

/// `$(NAME)` in commands, arguments and environment values, by the rules of the Kubernetes API: `$$` is a dollar sign,
/// and a reference to something that is not defined stays as it is written.
public final class Expansion {

    private Expansion() {}

    public static String expand(String text, Map<String, String> variables) {
        var result = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                result.append(c);
                at++;
                continue;
            }
            char next = text.charAt(at + 1);
            int close = next == '(' ? text.indexOf(')', at + 2) : -1;
            if (next == '$') {
                result.append('$');
                at += 2;
            } else if (next != '(') {
                result.append(c).append(next);
                at += 2;
            } else if (close < 0) {
                result.append("$(");
                at += 2;
            } else {
                var value = variables.get(text.substring(at + 2, close));
                result.append(value == null ? text.substring(at, close + 1) : value);
                at = close + 1;
            }
        }
        return result.toString();
    }
}
