package dev.headroom.api;

import dev.headroom.model.GoLiteral;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Names of metrics and labels for places that take letters, digits and underscores only, in the ways of Prometheus'
/// `escaping` parameter.
enum NameEscape {
    /// As they are; in quotes where the format asks for it.
    ALLOW_UTF_8("allow-utf-8"),
    /// Everything else becomes an underscore.
    UNDERSCORES("underscores"),
    /// Dots become `_dot_`, underscores are doubled, the rest becomes `__`.
    DOTS("dots"),
    /// `U__` in front, everything else as its code point between underscores.
    VALUES("values");

    private static final String PREFIX = "U__";

    private final String word;

    NameEscape(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /// The way that an `Accept` header asks for; underscores when it asks for none.
    static NameEscape accepted(String accept) {
        for (var part : accept.split("[,;]")) {
            for (var escape : values()) {
                if (part.strip().equals("escaping=" + escape.word)) {
                    return escape;
                }
            }
        }
        return UNDERSCORES;
    }

    /// @param colons whether colons are legal: in names of metrics
    String escape(String name, boolean colons) {
        if (name.isEmpty() || this == ALLOW_UTF_8 || (this != DOTS && isLegal(name, colons))) {
            return name;
        }
        var text = new StringBuilder(this == VALUES ? PREFIX : "");
        int[] points = name.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            switch (this) {
                case UNDERSCORES -> append(text, point, isLegal(point, i, colons) ? "" : "_");
                case DOTS -> append(text, point, point == '_' ? "__" : point == '.' ? "_dot_"
                        : isLegal(point, i, colons) ? "" : "__");
                case VALUES -> append(text, point, point == '_' ? "__" : isLegal(point, i, colons) ? ""
                        : "_" + Integer.toHexString(point) + "_");
                case ALLOW_UTF_8 -> text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int point, String instead) {
        if (instead.isEmpty()) {
            text.appendCodePoint(point);
        } else {
            text.append(instead);
        }
    }

    private static boolean isLegal(int point, int at, boolean colons) {
        boolean letter = (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || point == '_'
                || (colons && point == ':');
        return letter || (at > 0 && point >= '0' && point <= '9');
    }

    static boolean isLegal(String name, boolean colons) {
        for (int i = 0; i < name.length(); i++) {
            if (!isLegal(name.charAt(i), i, colons)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /// The label that stands in a path.
    ///
    /// @param bytes its bytes, each as the character of that number
    /// @throws ApiException when they are no name
    static String labelInPath(String bytes) {
        var raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
        var name = FormText.utf8(raw);
        if (name.isEmpty()) {
            var shown = new StringBuilder();
            for (byte one : raw) {
                shown.append(one >= 0 ? String.valueOf((char) one) : "\\x" + HexFormat.of().toHexDigits(one));
            }
            throw new ApiException(400, "bad_data", "invalid label name: \"" + shown + '"');
        }
        var label = name.get().startsWith(PREFIX) ? unescaped(name.get()) : name.get();
        if (label.isEmpty()) {
            throw new ApiException(400, "bad_data", "invalid label name: " + GoLiteral.quoted(label));
        }
        return label;
    }

    /// The name that was escaped by [#VALUES]; the text itself when it is no such name.
    static String unescaped(String text) {
        var name = new StringBuilder();
        int at = PREFIX.length();
        while (at < text.length()) {
            char here = text.charAt(at);
            if (here != '_') {
                name.append(here);
                at++;
                continue;
            }
            if (at + 1 < text.length() && text.charAt(at + 1) == '_') {
                name.append('_');
                at += 2;
                continue;
            }
            int end = text.indexOf('_', at + 1);
            int point = end < 0 ? -1 : point(text.substring(at + 1, end));
            if (point < 0) {
                return text;
            }
            name.appendCodePoint(point);
            at = end + 1;
        }
        return name.toString();
    }

    private static int point(String hex) {
        boolean fits = !hex.isEmpty() && hex.length() <= 6 && hex.chars().allMatch(HexFormat::isHexDigit);
        int point = fits ? HexFormat.fromHexDigits(hex) : -1;
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return surrogate || !Character.isValidCodePoint(point) ? -1 : point;
    }
}
