package dev.headroom.machine;

import java.time.Duration;
import java.util.OptionalLong;

/// What a group of processes has used since it began, and holds now.
///
/// @param cpu processor time
/// @param throttled how long it was held back by its CPU limit, as the kernel counts it
/// @param memoryBytes the working set: what cannot be taken back without harm; empty where nobody tells
public record Reading(Duration cpu, Duration throttled, OptionalLong memoryBytes) {}
