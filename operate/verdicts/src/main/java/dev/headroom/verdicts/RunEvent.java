package dev.headroom.verdicts;

import java.time.Instant;

/// Something that happened during a run and that a reader of the report wants to see.
///
/// @param kind what it happened to: `Pod`, `Service`, `Scrape`, `Rule`, `Autoscaler`, `Server`, `Load`
/// @param reason one word in CamelCase: `Killing`, `BackOff`
public record RunEvent(Instant time, String kind, String object, String reason, String message) {}
