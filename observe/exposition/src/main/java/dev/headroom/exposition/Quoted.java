package dev.headroom.exposition;

import java.nio.charset.StandardCharsets;

/// Text in quotes as Go's `%q` writes it, so that error messages show blanks and odd bytes.
final class Quoted {

    private Quoted() {}

    static String of(String latin) {
        // Not always as many bytes as chars: what is not Latin-1 is one `?` for each character.
        var bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, 0, bytes.length);
    }

    static String of(byte[] bytes, int from, int to) {
        var text = new StringBuilder("\"");
        if (Utf8.isValid(bytes, from, to)) {
            new String(bytes, from, to - from, StandardCharsets.UTF_8).chars().forEach(c -> append(text, c));
        } else {
            for (int i = from; i < to; i++) {
                int c = bytes[i] & 0xff;
                if (c >= 0x80) {
                    text.append("\\x").append(Integer.toHexString(c));
                } else {
                    append(text, c);
                }
            }
        }
        return text.append('"').toString();
    }

    private static void append(StringBuilder text, int c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\f' -> text.append("\\f");
            default -> {
                if (c < ' ' || c == 0x7f) {
                    text.append("\\x").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
                } else {
                    text.append((char) c);
                }
            }
        }
    }
}
