package dev.headroom.loadgen;

import java.time.Instant;

/// A request that failed, with its time, so that a report can tell what happened to the service then.
///
/// @param due when the request was due
/// @param ended when it failed
/// @param request method and URL
/// @param detail the status, or what the connection said
public record LoadFailure(Instant due, Instant ended, Outcome outcome, String request, String detail) {}
