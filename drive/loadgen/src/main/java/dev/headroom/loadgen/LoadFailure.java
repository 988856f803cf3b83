package dev.headroom.loadgen;

import java.time.Instant;
import java.util.OptionalInt;

/// A request that failed, with its time, so that a report can tell what happened to the service then.
///
/// @param due when the request was due
/// @param ended when it failed
/// @param request method and URL
/// @param detail the status, or what the connection said
public record LoadFailure(Instant due, Instant ended, Outcome outcome, String request, String detail) {

    private static final String STATUS = "status ";

    /// The detail of an answer with a status that is a failure.
    static String detail(int status) {
        return STATUS + status;
    }

    /// The status of the answer; empty when there was none.
    public OptionalInt status() {
        return outcome.answered() && detail.startsWith(STATUS)
                ? OptionalInt.of(Integer.parseInt(detail.substring(STATUS.length())))
                : OptionalInt.empty();
    }
}
