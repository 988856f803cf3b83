package dev.headroom.loop;

import java.time.Instant;

/// Something that happened and that a person reading the timeline later wants to see.
///
/// @param warning whether it is of the type `Warning`, else `Normal`
/// @param kind what it happened to: `Pod`, `Service`, `Scrape`, `Rule`, `Autoscaler`, `Server`, `Load`
/// @param reason one word in CamelCase, in the words of Kubernetes where it has them (`Killing`, `BackOff`)
public record Event(Instant time, boolean warning, String kind, String object, String reason, String message) {}
