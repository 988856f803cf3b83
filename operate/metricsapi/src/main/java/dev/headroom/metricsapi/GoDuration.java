package dev.headroom.metricsapi;

import java.math.BigDecimal;
import java.time.Duration;

/// Durations as Go prints them: `15.032s`, `1m0s`, `250ms`.
final class GoDuration {

    private static final long NANOS_A_SECOND = 1_000_000_000;

    private GoDuration() {}

    static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var sign = duration.isNegative() ? "-" : "";
        var length = duration.abs();
        long nanos = length.toNanos();
        if (nanos < NANOS_A_SECOND) {
            return sign + small(nanos);
        }
        var whole = BigDecimal.valueOf(length.toSecondsPart());
        var seconds = plain(whole.add(BigDecimal.valueOf(length.toNanosPart(), 9)));
        var text = new StringBuilder(sign);
        if (length.toHours() > 0) {
            text.append(length.toHours()).append('h');
        }
        if (length.toMinutes() > 0) {
            text.append(length.toMinutesPart()).append('m');
        }
        return text.append(seconds).append('s').toString();
    }

    private static String small(long nanos) {
        if (nanos < 1000) {
            return nanos + "ns";
        }
        boolean micros = nanos < 1_000_000;
        return plain(BigDecimal.valueOf(nanos, micros ? 3 : 6)) + (micros ? "µs" : "ms");
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
