package dev.headroom.windows;

import dev.headroom.promql.Modifiers.Extension;
import dev.headroom.promql.TextRange;

/// What the windows of one call have in common.
///
/// @param extension whether samples outside of a window take part
/// @param rangeMillis how long a window is
/// @param lookbackMillis how far outside of a window a sample may be that takes part
/// @param startTimestamps whether counters are told apart by their start timestamps
/// @param annotations where annotations go
/// @param text where annotations point
public record WindowSettings(
        Extension extension,
        long rangeMillis,
        long lookbackMillis,
        boolean startTimestamps,
        Annotations annotations,
        TextRange text) {}
