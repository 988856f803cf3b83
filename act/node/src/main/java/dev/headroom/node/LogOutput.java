package dev.headroom.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.LongFunction;

/// Where lines of a log go, each behind its time where that is asked for, until there are enough bytes.
final class LogOutput {

    private final OutputStream to;
    private final boolean timestamps;
    private final LongFunction<Instant> times;
    private long left;
    private boolean lineBegins = true;

    /// @param limit how many bytes are taken, times included
    /// @param times when what is at an offset came
    LogOutput(OutputStream to, long limit, boolean timestamps, LongFunction<Instant> times) {
        this.to = to;
        this.left = limit;
        this.timestamps = timestamps;
        this.times = times;
    }

    boolean takesMore() {
        return left > 0;
    }

    /// @param offset where the first of these bytes is in its file
    void write(byte[] block, int length, long offset) throws IOException {
        if (!timestamps) {
            write(block, 0, length);
            return;
        }
        int from = 0;
        while (from < length) {
            if (lineBegins) {
                var time = (times.apply(offset + from) + " ").getBytes(StandardCharsets.UTF_8);
                write(time, 0, time.length);
            }
            int next = from;
            while (next < length && block[next] != '\n') {
                next++;
            }
            lineBegins = next < length;
            int end = Math.min(next + 1, length);
            write(block, from, end - from);
            from = end;
        }
    }

    private void write(byte[] bytes, int from, int length) throws IOException {
        int taken = (int) Math.min(left, length);
        to.write(bytes, from, taken);
        left -= taken;
    }

    void flush() throws IOException {
        to.flush();
    }
}
