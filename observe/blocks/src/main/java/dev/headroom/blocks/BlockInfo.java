package dev.headroom.blocks;

/// What a block says of itself.
///
/// @param id ascending in the order in which blocks were written
/// @param minMillis timestamp of its first sample
/// @param maxMillis timestamp of its last sample
/// @param logSegment together with `cutMillis`: every sample before that time in segments of the log up to this one is
///     in this block or an older one
/// @param bytes size of its file
public record BlockInfo(
        long id,
        long minMillis,
        long maxMillis,
        long series,
        long chunks,
        long samples,
        long logSegment,
        long cutMillis,
        long bytes) {}
