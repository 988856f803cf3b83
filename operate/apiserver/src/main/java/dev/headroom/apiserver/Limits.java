package dev.headroom.apiserver;

import java.time.Duration;

/// What a client may take of this server. Each has a name, which the answer says when it is reached.
///
/// @param requestsInFlight how many requests are answered at a time (429)
/// @param bodyBytes how long a body may be, read or not (413)
/// @param headerBytes how long all headers of a request may be together (431)
/// @param urlBytes how long the first line of a request may be (414)
/// @param requestTimeout how long an answer may take (504)
public record Limits(
        int requestsInFlight, int bodyBytes, int headerBytes, int urlBytes, Duration requestTimeout) {

    public static final Limits USUAL = new Limits(400, 64 << 10, 64 << 10, 16 << 10, Duration.ofSeconds(60));

    /// Of a webhook, which anybody may call: an object and the one that it replaces, as large as the API server takes
    /// them, and an answer within the time that API servers wait for.
    public static final Limits WEBHOOK = new Limits(16, 3 << 20, 64 << 10, 16 << 10, Duration.ofSeconds(5));
}
