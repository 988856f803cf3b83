package dev.headroom.query;

import dev.headroom.promql.Modifiers;
import java.util.OptionalLong;

/// Which time a selector or subquery reads at: the time of evaluation or its `@`, less its offset.
record ReferenceTime(OptionalLong pinned, long offsetMillis) {

    static ReferenceTime of(Modifiers modifiers) {
        var pinned = modifiers.at() instanceof Modifiers.At.Timestamp(var millis)
                ? OptionalLong.of(millis)
                : OptionalLong.empty();
        return new ReferenceTime(pinned, modifiers.offsetMillis());
    }

    long millis(long evaluationMillis) {
        return pinned.orElse(evaluationMillis) - offsetMillis;
    }
}
