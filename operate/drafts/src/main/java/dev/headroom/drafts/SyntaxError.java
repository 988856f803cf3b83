package dev.headroom.drafts;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Reads the place out of a message of the parser, which counts lines from 1 and columns in bytes from 1.
final class SyntaxError {

    private static final Pattern POSITION = Pattern.compile("(?:(\\d+):(\\d+): )?(?:parse error: )?(.*)",
            Pattern.DOTALL);

    private SyntaxError() {}

    static Query.Parsed.Wrong of(String expression, String message) {
        var match = POSITION.matcher(message);
        if (!match.matches() || match.group(1) == null) {
            return new Query.Parsed.Wrong(0, message);
        }
        int offset = 0;
        for (int line = 1; line < Integer.parseInt(match.group(1)); line++) {
            offset = Math.max(offset, expression.indexOf('\n', offset) + 1);
        }
        int bytes = Integer.parseInt(match.group(2)) - 1;
        while (bytes > 0 && offset < expression.length()) {
            int point = expression.codePointAt(offset);
            bytes -= Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            offset += Character.charCount(point);
        }
        return new Query.Parsed.Wrong(offset, match.group(3));
    }
}
