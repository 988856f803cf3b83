package dev.headroom.exposition;

import java.nio.charset.StandardCharsets;

/// UTF-8 as Go reads it: each byte that belongs to no character is one U+FFFD.
final class Utf8 {

    private static final int CONTINUATION_BITS = 6;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int length = characterAt(bytes, at, to);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    static String decode(byte[] bytes, int from, int to) {
        if (isValid(bytes, from, to)) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        var text = new StringBuilder();
        int at = from;
        while (at < to) {
            int length = characterAt(bytes, at, to);
            if (length == 0) {
                text.append('\ufffd');
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /// The length of the character that starts here, 0 when none does.
    private static int characterAt(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xf5 || first < 0xc2 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int point = first & (0x7f >> length);
        for (int i = 1; i < length; i++) {
            int next = bytes[at + i] & 0xff;
            if ((next & 0xc0) != 0x80) {
                return 0;
            }
            point = (point << CONTINUATION_BITS) | (next & 0x3f);
        }
        boolean overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        boolean surrogate = point >= 0xd800 && point <= 0xdfff;
        return overlong || surrogate || point > 0x10ffff ? 0 : length;
    }
}
