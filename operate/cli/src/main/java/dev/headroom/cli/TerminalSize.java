package dev.headroom.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandleProxies;
import java.util.Optional;

/// How wide the terminal is now. Windows are resized while a run goes on, so the operating system is asked each time;
/// where it cannot be, `COLUMNS` counts, and without it the width that every terminal has.
final class TerminalSize {

    static final int USUAL_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 400;
    private static final int STDOUT = 1;
    private static final long LINUX_TIOCGWINSZ = 0x5413;
    private static final long MACOS_TIOCGWINSZ = 0x40087468;

    /// `ioctl(2)` as it is called here.
    @FunctionalInterface
    interface Ioctl {

        int call(int file, long request, MemorySegment result);
    }

    private final Optional<Ioctl> ioctl = linked();

    private static long request() {
        return System.getProperty("os.name").startsWith("Mac") ? MACOS_TIOCGWINSZ : LINUX_TIOCGWINSZ;
    }

    private static Optional<Ioctl> linked() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return Optional.empty();
        }
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("ioctl")
                .map(symbol -> linker.downcallHandle(
                        symbol,
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                        Linker.Option.firstVariadicArg(2)))
                .map(handle -> MethodHandleProxies.asInterfaceInstance(Ioctl.class, handle));
    }

    int columns() {
        return ioctl.flatMap(TerminalSize::asked).orElseGet(() -> told(System.getenv().getOrDefault("COLUMNS", "")));
    }

    private static Optional<Integer> asked(Ioctl ioctl) {
        try (var arena = Arena.ofConfined()) {
            // struct winsize: rows, columns, and both in pixels
            var size = arena.allocate(JAVA_SHORT, 4);
            if (ioctl.call(STDOUT, request(), size) != 0) {
                return Optional.empty();
            }
            int columns = Short.toUnsignedInt(size.getAtIndex(JAVA_SHORT, 1));
            return columns == 0 ? Optional.empty() : Optional.of(Math.clamp(columns, LEAST_COLUMNS, MOST_COLUMNS));
        }
    }

    static int told(String columns) {
        return columns.matches("\\d{1,4}")
                ? Math.clamp(Integer.parseInt(columns), LEAST_COLUMNS, MOST_COLUMNS)
                : USUAL_COLUMNS;
    }
}
