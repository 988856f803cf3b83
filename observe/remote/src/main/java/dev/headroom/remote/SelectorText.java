package dev.headroom.remote;

import dev.headroom.model.LabelNaming;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Printer;
import java.util.List;
import java.util.stream.Collectors;

/// Matchers as a selector. Names that servers before Prometheus 3 know stand as they are, others are quoted.
public final class SelectorText {

    private SelectorText() {}

    public static String of(List<Matcher> matchers) {
        return matchers.stream().map(SelectorText::of).collect(Collectors.joining(",", "{", "}"));
    }

    private static String of(Matcher matcher) {
        var name = matcher.name();
        return (LabelNaming.LEGACY.isValid(name) ? name : Printer.quoted(name))
                + matcher.type().operator()
                + Printer.quoted(matcher.value());
    }
}
