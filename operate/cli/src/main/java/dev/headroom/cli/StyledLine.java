package dev.headroom.cli;

import java.util.ArrayList;
import java.util.List;

/// One line for a terminal, built from left to right. It knows how wide it is, which text with colours in it does not,
/// and never becomes wider than it may be.
final class StyledLine {

    /// How a part of a line looks.
    enum Style {
        PLAIN(""),
        BOLD("1"),
        DIM("2"),
        GOOD("32"),
        BAD("31"),
        BUSY("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        String of(String text, Terminal.Look look) {
            return look.colours() && !code.isEmpty() && !text.isEmpty()
                    ? "\u001b[" + code + "m" + text + "\u001b[0m"
                    : text;
        }
    }

    private record Span(String text, Style style) {}

    private final Terminal.Look look;
    private final List<Span> spans = new ArrayList<>();
    private int width;

    StyledLine(Terminal.Look look) {
        this.look = look;
    }

    StyledLine add(String text) {
        return add(text, Style.PLAIN);
    }

    StyledLine add(String text, Style style) {
        var shown = look.unicode() ? text : Ascii.of(text);
        spans.add(new Span(shown, style));
        width += shown.length();
        return this;
    }

    /// Blanks up to a column; one blank when the line is beyond it.
    StyledLine to(int column) {
        return add(" ".repeat(Math.max(width == 0 ? 0 : 1, column - width)));
    }

    /// Puts a text at the right edge, when there is room for it.
    StyledLine right(String text, Style style, int columns) {
        int free = columns - width - (look.unicode() ? text : Ascii.of(text)).length();
        return free < 2 ? this : add(" ".repeat(free)).add(text, style);
    }

    int width() {
        return width;
    }

    /// The line in at most so many columns; what does not fit ends in an ellipsis.
    String in(int columns) {
        var line = new StringBuilder();
        var ellipsis = look.unicode() ? "…" : "...";
        boolean cuts = width > columns;
        int left = Math.max(0, cuts ? columns - ellipsis.length() : columns);
        for (var span : spans) {
            var text = span.text().length() <= left ? span.text() : span.text().substring(0, left);
            line.append(span.style().of(text, look));
            left -= text.length();
        }
        return cuts ? line.append(ellipsis).substring(0) : line.toString().stripTrailing();
    }

    /// A text in lines of at most `columns`, broken at blanks; at most `most` of them, the last one cut.
    static List<String> wrapped(String text, int columns, int most) {
        var lines = new ArrayList<String>();
        var rest = text.strip();
        while (rest.length() > columns && lines.size() < most - 1) {
            int blank = rest.lastIndexOf(' ', columns);
            int cut = blank > 0 ? blank : columns;
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).strip();
        }
        lines.add(rest);
        return lines;
    }
}
