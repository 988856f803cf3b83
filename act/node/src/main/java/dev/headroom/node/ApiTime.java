package dev.headroom.node;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as the API writes them, in whole seconds.
final class ApiTime {

    private ApiTime() {}

    static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
