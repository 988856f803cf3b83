package dev.headroom.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.function.IntSupplier;

/// Where the program writes for a person: a block of lines that is redrawn in place when it is a terminal, plain lines
/// when it is not. `NO_COLOR` is respected, and so is a locale without Unicode.
final class Terminal {

    /// Characters beyond ASCII that the program prints.
    private static final String PRINTED = "━─█▁■□·→≤…–✓✗";

    private final PrintWriter out;
    private final Look look;
    private final IntSupplier columns;
    private int drawn;

    /// What the terminal can show.
    ///
    /// @param redraws whether blocks can be redrawn in place
    record Look(boolean redraws, boolean colours, boolean unicode) {}

    Terminal(PrintWriter out) {
        this(out, detected(), new TerminalSize()::columns);
    }

    /// @param columns asked before each line that must fit
    Terminal(PrintWriter out, Look look, IntSupplier columns) {
        this.out = out;
        this.look = look;
        this.columns = columns;
    }

    @SuppressWarnings("SystemConsoleNull") // its documentation still says that there may be none
    private static Look detected() {
        var console = System.console();
        boolean redraws = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        var charset = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII"));
        boolean unicode = Charset.isSupported(charset) && Charset.forName(charset).newEncoder().canEncode(PRINTED);
        return new Look(redraws, redraws && System.getenv("NO_COLOR") == null, unicode);
    }

    Look look() {
        return look;
    }

    boolean redraws() {
        return look.redraws();
    }

    /// The width to draw in.
    int columns() {
        return columns.getAsInt();
    }

    /// A line above the block, which stays.
    synchronized void line(String text) {
        erase();
        out.println(look.unicode() ? text : Ascii.of(text));
        out.flush();
    }

    /// Draws the block, in place of the last one. Its lines must not be wider than the terminal.
    synchronized void block(List<String> lines) {
        var frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        lines.forEach(line -> frame.append(line).append("\u001b[K").append(System.lineSeparator()));
        out.print(frame.append("\u001b[J"));
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

    String good(String text) {
        return StyledLine.Style.GOOD.of(text, look);
    }

    String bad(String text) {
        return StyledLine.Style.BAD.of(text, look);
    }
}
