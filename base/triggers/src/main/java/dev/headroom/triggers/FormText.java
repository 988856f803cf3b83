package dev.headroom.triggers;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Texts in the form of a URL's query: `a=b+c&d=%2F`.
public final class FormText {

    private FormText() {}

    /// Escaped as Go does: a blank is `+`, and of the marks only `-`, `_`, `.` and `~` stay.
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }

    /// The pairs of a query; the last of equal names counts, parts that cannot be read are left out.
    public static Map<String, String> pairs(String query) {
        var pairs = new LinkedHashMap<String, String>();
        for (var part : query.split("&")) {
            int equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            if (!name.isEmpty()) {
                try {
                    pairs.put(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
                } catch (IllegalArgumentException _) {
                    // a broken escape: this part says nothing
                }
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
