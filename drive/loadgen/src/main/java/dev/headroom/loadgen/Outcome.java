package dev.headroom.loadgen;

import java.util.Locale;

/// How a request ended.
public enum Outcome {
    /// An answer with a status below 400.
    OK,
    /// A status from 400 to 499, except 429.
    CLIENT_ERROR,
    /// Status 429: the server asks for less.
    TOO_MANY_REQUESTS,
    /// A status of 500 or above.
    SERVER_ERROR,
    /// Nobody listens at the address.
    REFUSED,
    /// The connection ended before the answer did.
    RESET,
    /// No whole answer in time.
    TIMEOUT,
    /// The host has no address.
    UNRESOLVED,
    /// No connection became free in time, because of the limit `connections`.
    NO_CONNECTION,
    /// What was answered is not HTTP, or the request could not be made at all.
    BROKEN;

    /// The name in metrics and JSON: `too_many_requests`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean failed() {
        return this != OK;
    }

    /// Whether the server answered, with whatever status.
    public boolean answered() {
        return compareTo(SERVER_ERROR) <= 0;
    }

    /// Whether the time it took is a latency: it is when the server answered and when nobody waited any longer.
    boolean timed() {
        return answered() || this == TIMEOUT || this == NO_CONNECTION;
    }

    static Outcome of(int status) {
        if (status < 400) {
            return OK;
        }
        if (status == 429) {
            return TOO_MANY_REQUESTS;
        }
        return status < 500 ? CLIENT_ERROR : SERVER_ERROR;
    }
}
