package dev.headroom.rules;

import dev.headroom.gotemplate.TemplateBuiltins;

/// Paths to the page that shows an expression, as Prometheus builds them.
final class Links {

    private Links() {}

    static String table(String expr) {
        return "/graph?g0.expr=" + escaped(expr) + "&g0.tab=1";
    }

    static String graph(String expr) {
        return "/graph?g0.expr=" + escaped(expr) + "&g0.tab=0";
    }

    /// A query value as Go escapes it.
    static String escaped(String text) {
        return TemplateBuiltins.escapedQuery(text);
    }
}
