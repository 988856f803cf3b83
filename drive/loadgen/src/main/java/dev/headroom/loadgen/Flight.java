package dev.headroom.loadgen;

import org.jspecify.annotations.Nullable;

/// One request under way, from when it is due until it has ended. Belongs to one lane, which reuses it.
final class Flight {

    /// Index into the plan's mix.
    int request;

    int user;

    /// When it was due, on the timeline's nanoseconds.
    long due;

    /// When its wait for a connection, or for an answer, is over.
    long expires;

    boolean ended = true;

    /// What carries it now; null before it is sent and after it has ended. A carrier that is not this one any more is
    /// not listened to: the flight may be another request by then.
    @Nullable Object carrier;

    @Nullable Flight earlier;
    @Nullable Flight later;
}
