package dev.headroom.rules;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Paths to the page that shows an expression, as Prometheus builds them.
final class Links {

    private Links() {}

    static String table(String expr) {
        return "/graph?g0.expr=" + escaped(expr) + "&g0.tab=1";
    }

    static String graph(String expr) {
        return "/graph?g0.expr=" + escaped(expr) + "&g0.tab=0";
    }

    /// A query value as Go escapes it: a blank is a plus, and of the marks only `-_.~` stay.
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }
}
