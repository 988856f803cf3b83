package dev.headroom.config;

import java.time.Duration;

/// The section `storage`: how much is kept; zeros leave it to the command line.
///
/// @param retentionSize in bytes
/// @param retentionPercentage of the disk
/// @param maxExemplars -1 when it is not written
public record StorageConfig(
        Duration outOfOrderTimeWindow,
        Duration retentionTime,
        long retentionSize,
        double retentionPercentage,
        long maxExemplars) {

    public static final StorageConfig STANDARD = new StorageConfig(Duration.ZERO, Duration.ZERO, 0, 0, -1);
}
