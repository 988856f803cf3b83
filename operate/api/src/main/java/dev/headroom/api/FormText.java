package dev.headroom.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Texts of URLs and forms, as Go's `net/url` decodes them.
final class FormText {

    private FormText() {}

    /// The bytes of an encoded text; nothing when a `%` is not followed by two hexadecimal digits.
    ///
    /// @param form whether a plus is a blank
    static Optional<byte[]> bytes(String encoded, boolean form) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        var raw = encoded.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(form && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    /// The text of bytes; nothing when they are no UTF-8.
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
