package dev.headroom.cli;

import java.io.PrintWriter;
import java.util.List;

/// Where the program writes for a person: a block of lines that is redrawn in place when it is a terminal, plain lines
/// when it is not. `NO_COLOR` is respected.
final class Terminal {

    private final PrintWriter out;
    private final boolean redraws;
    private final boolean colours;
    private int drawn;

    @SuppressWarnings("SystemConsoleNull") // its documentation still says that there may be none
    Terminal(PrintWriter out) {
        this.out = out;
        var console = System.console();
        this.redraws = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        this.colours = redraws && System.getenv("NO_COLOR") == null;
    }

    /// Whether blocks can be redrawn in place.
    boolean redraws() {
        return redraws;
    }

    boolean colours() {
        return colours;
    }

    /// A line above the block, which stays.
    synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /// Draws the block, in place of the last one.
    synchronized void block(List<String> lines) {
        erase();
        lines.forEach(out::println);
        out.flush();
        drawn = lines.size();
    }

    /// Leaves the block where it is and goes on below it.
    synchronized void keep() {
        drawn = 0;
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    String bold(String text) {
        return style("1", text);
    }

    String dim(String text) {
        return style("2", text);
    }

    String good(String text) {
        return style("32", text);
    }

    String bad(String text) {
        return style("31", text);
    }

    String busy(String text) {
        return style("33", text);
    }

    private String style(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /// The width to draw in, from `COLUMNS` where the shell tells it.
    int columns() {
        var columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("\\d{2,3}") ? Integer.parseInt(columns) : 100;
    }
}
