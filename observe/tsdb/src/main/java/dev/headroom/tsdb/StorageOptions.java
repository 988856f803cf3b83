package dev.headroom.tsdb;

import java.time.Duration;

/// The limits and policies of a [Storage].
///
/// @param head limits of the samples in memory
/// @param retentionTime how long samples are kept (limit `retention-time`, default 15 days); a block goes when its
///     newest sample is older
/// @param retentionBytes how many bytes blocks and log may take (limit `retention-size`, default 0: any); the oldest
///     block goes first
/// @param blockRange how much time a block that is written from memory spans (default 2 hours)
/// @param segmentBytes when the log begins another file (default 128 MiB)
/// @param fsync when the log is made durable
/// @param heldLogBytes how much of the log that is in blocks already is kept for those who have yet to read it (limit
///     `heldLogBytes`, default 1 GiB)
public record StorageOptions(
        HeadOptions head,
        Duration retentionTime,
        long retentionBytes,
        Duration blockRange,
        long segmentBytes,
        FsyncPolicy fsync,
        long heldLogBytes) {

    /// Compressed samples in memory from which on they are written to a block early (limit `headBytes`).
    static final long HEAD_BYTES = 512L << 20;

    /// How far the clock may be behind the newest sample before it counts as set back (limit `clockTolerance`).
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    /// How long the clock must have gone steadily before samples are deleted for their age (limit `clockGrace`): a
    /// clock that is wrong for a moment must not cost the history.
    static final Duration CLOCK_GRACE = Duration.ofHours(1);

    private static final Duration LONGEST_BLOCK = Duration.ofDays(31);
    private static final int BLOCKS_PER_RETENTION = 10;

    public StorageOptions {
        if (!retentionTime.isPositive()) {
            throw new IllegalArgumentException("retention-time: expected more than 0s, got " + retentionTime);
        }
        if (retentionBytes < 0) {
            throw new IllegalArgumentException("retention-size: expected 0 or more bytes, got " + retentionBytes);
        }
        if (!blockRange.isPositive()) {
            throw new IllegalArgumentException("blockRange: expected more than 0s, got " + blockRange);
        }
        if (segmentBytes < 1) {
            throw new IllegalArgumentException("segmentBytes: expected at least 1, got " + segmentBytes);
        }
        if (heldLogBytes < 0) {
            throw new IllegalArgumentException("heldLogBytes: expected 0 or more bytes, got " + heldLogBytes);
        }
    }

    public static StorageOptions defaults() {
        return new StorageOptions(
                HeadOptions.defaults(), Duration.ofDays(15), 0, Duration.ofHours(2), 128L << 20, FsyncPolicy.SECOND,
                1L << 30);
    }

    public StorageOptions withHead(HeadOptions other) {
        return new StorageOptions(other, retentionTime, retentionBytes, blockRange, segmentBytes, fsync, heldLogBytes);
    }

    public StorageOptions withRetentionTime(Duration kept) {
        return new StorageOptions(head, kept, retentionBytes, blockRange, segmentBytes, fsync, heldLogBytes);
    }

    public StorageOptions withRetentionBytes(long bytes) {
        return new StorageOptions(head, retentionTime, bytes, blockRange, segmentBytes, fsync, heldLogBytes);
    }

    public StorageOptions withBlockRange(Duration range) {
        return new StorageOptions(head, retentionTime, retentionBytes, range, segmentBytes, fsync, heldLogBytes);
    }

    public StorageOptions withSegmentBytes(long bytes) {
        return new StorageOptions(head, retentionTime, retentionBytes, blockRange, bytes, fsync, heldLogBytes);
    }

    public StorageOptions withFsync(FsyncPolicy policy) {
        return new StorageOptions(head, retentionTime, retentionBytes, blockRange, segmentBytes, policy, heldLogBytes);
    }

    public StorageOptions withHeldLogBytes(long bytes) {
        return new StorageOptions(head, retentionTime, retentionBytes, blockRange, segmentBytes, fsync, bytes);
    }

    /// The longest span of a block that is made of blocks: a tenth of the retention, as in Prometheus, so that what is
    /// past it goes soon.
    long longestBlockMillis() {
        var tenth = retentionTime.dividedBy(BLOCKS_PER_RETENTION);
        var longest = tenth.compareTo(LONGEST_BLOCK) < 0 ? tenth : LONGEST_BLOCK;
        return Math.max(longest.toMillis(), blockRange.toMillis());
    }
}
