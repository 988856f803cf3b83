package dev.headroom.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The output of a container, from its end or as it comes.
record LogFile(Path file) {

    private static final int BLOCK = 1 << 13;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// Copies what is asked for; follows until the container runs no more, or nobody takes it.
    void copy(LogRequest request, BooleanSupplier runs, OutputStream to) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        long left = request.limitBytes().orElse(Long.MAX_VALUE);
        try (var from = new RandomAccessFile(file.toFile(), "r")) {
            from.seek(request.tailLines().isPresent() ? start(from, request.tailLines().getAsLong()) : 0);
            left -= copy(from, to, left);
            while (request.follow() && left > 0) {
                boolean last = !runs.getAsBoolean();
                // It was emptied because it had become too large.
                if (from.length() < from.getFilePointer()) {
                    from.seek(0);
                }
                left -= copy(from, to, left);
                if (last) {
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static long copy(RandomAccessFile from, OutputStream to, long limit) throws IOException {
        var block = new byte[BLOCK];
        long copied = 0;
        while (copied < limit) {
            int read = from.read(block, 0, (int) Math.min(block.length, limit - copied));
            if (read < 0) {
                break;
            }
            to.write(block, 0, read);
            copied += read;
        }
        to.flush();
        return copied;
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
