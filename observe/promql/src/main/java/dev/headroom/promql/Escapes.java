package dev.headroom.promql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The escapes of string literals, in both directions.
///
/// A literal may name bytes that are no UTF-8 (`"\xff"`). Java text cannot hold those, so each such byte is kept as the
/// lone surrogate U+DC00 plus the byte, and is written back as `\xff`.
final class Escapes {

    private static final String SHORT = "abfnrtv";
    private static final String SHORT_VALUES = "\u0007\b\f\n\r\t\u000b";
    private static final char LOST_BYTE = 0xDC00;
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private Escapes() {}

    /// What a literal's body means; its escapes are known to be good.
    static String resolve(String body) {
        var bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length()) {
            int c = body.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\\') {
                at = escape(body, at, bytes);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return decode(bytes.toByteArray());
    }

    private static int escape(String body, int at, ByteArrayOutputStream bytes) {
        char c = body.charAt(at);
        int known = SHORT.indexOf(c);
        if (known >= 0) {
            bytes.write(SHORT_VALUES.charAt(known));
            return at + 1;
        }
        return switch (c) {
            case 'x' -> {
                bytes.write(Integer.parseInt(body.substring(at + 1, at + 3), 16));
                yield at + 3;
            }
            case 'u', 'U' -> {
                int end = at + (c == 'u' ? 5 : 9);
                int point = Integer.parseInt(body.substring(at + 1, end), 16);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                yield end;
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                bytes.write(Integer.parseInt(body.substring(at, at + 3), 8));
                yield at + 3;
            }
            default -> {
                bytes.write(c);
                yield at + 1;
            }
        };
    }

    private static String decode(byte[] bytes) {
        var text = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            int length = sequence(bytes, at);
            if (length == 0) {
                text.append((char) (LOST_BYTE + (bytes[at] & 0xff)));
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /// The length of the valid UTF-8 sequence at an index, 0 when there is none.
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }
        var decoded = new String(bytes, at, length, StandardCharsets.UTF_8);
        boolean one = decoded.codePointCount(0, decoded.length()) == 1;
        // Java reads bytes that are no UTF-8 as U+FFFD, which may also be what is written.
        boolean lost = decoded.indexOf('\uFFFD') >= 0 && !Arrays.equals(
                bytes, at, at + length, REPLACEMENT, 0, REPLACEMENT.length);
        return one && !lost ? length : 0;
    }

    static String quote(String text) {
        return '"' + body(text, '"') + '"';
    }

    /// The rune as Go's `%q` writes it: `'a'`.
    static String quoteRune(int rune) {
        return "'" + body(Character.toString(rune), '\'') + "'";
    }

    private static String body(String text, char quote) {
        var out = new StringBuilder();
        text.codePoints().forEach(point -> append(out, point, quote));
        return out.toString();
    }

    private static void append(StringBuilder out, int point, char quote) {
        int known = point < 0x20 ? SHORT_VALUES.indexOf(point) : -1;
        if (point == quote || point == '\\') {
            out.append('\\').append((char) point);
        } else if (known >= 0) {
            out.append('\\').append(SHORT.charAt(known));
        } else if (point > LOST_BYTE && point <= LOST_BYTE + 0xff) {
            out.append(String.format(Locale.ROOT, "\\x%02x", point - LOST_BYTE));
        } else if (printable(point)) {
            out.appendCodePoint(point);
        } else if (point < 0x20 || point == 0x7f) {
            out.append(String.format(Locale.ROOT, "\\x%02x", point));
        } else {
            out.append(String.format(Locale.ROOT, point < 0x10000 ? "\\u%04x" : "\\U%08x", point));
        }
    }

    private static boolean printable(int point) {
        if (point == ' ') {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
