package dev.headroom.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The output of a container, from its beginning, its end or an instant, or as it comes.
///
/// @param marks when it came
/// @param clock when what comes now comes
record LogFile(Path file, LogMarks marks, Supplier<Instant> clock) {

    private static final int BLOCK = 1 << 13;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// Copies what is asked for; follows until the container runs no more, or nobody takes it.
    void copy(LogRequest request, BooleanSupplier runs, OutputStream to) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        var part = request.part();
        var output = new LogOutput(to, part.limitBytes().orElse(Long.MAX_VALUE), request.timestamps(), this::time);
        try (var from = new RandomAccessFile(file.toFile(), "r")) {
            long start = part.since().isPresent() ? since(from, part.since().get()) : 0;
            from.seek(part.tailLines().isPresent()
                    ? Math.max(start, start(from, part.tailLines().getAsLong()))
                    : start);
            copy(from, output);
            while (request.follow() && output.takesMore()) {
                boolean last = !runs.getAsBoolean();
                // It was emptied because it had become too large.
                if (from.length() < from.getFilePointer()) {
                    from.seek(0);
                }
                copy(from, output);
                if (last) {
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private Instant time(long offset) {
        return marks.at(offset).orElseGet(clock);
    }

    private static void copy(RandomAccessFile from, LogOutput to) throws IOException {
        var block = new byte[BLOCK];
        while (to.takesMore()) {
            long offset = from.getFilePointer();
            int read = from.read(block);
            if (read < 0) {
                break;
            }
            to.write(block, read, offset);
        }
        to.flush();
    }

    /// Where the line begins that was being written at an instant.
    private long since(RandomAccessFile from, Instant instant) throws IOException {
        long at = Math.min(marks.before(instant), from.length());
        while (at > 0) {
            from.seek(at - 1);
            if (from.read() == '\n') {
                break;
            }
            at--;
        }
        return at;
    }

    /// Where the last lines begin.
    private static long start(RandomAccessFile from, long lines) throws IOException {
        long end = from.length();
        if (lines == 0) {
            return end;
        }
        var block = new byte[BLOCK];
        long seen = 0;
        long at = end;
        while (at > 0) {
            int size = (int) Math.min(BLOCK, at);
            at -= size;
            from.seek(at);
            from.readFully(block, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                // The newline at the very end closes the last line and begins none.
                if (block[i] == '\n' && at + i != end - 1 && ++seen == lines) {
                    return at + i + 1;
                }
            }
        }
        return 0;
    }
}
