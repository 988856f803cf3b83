package dev.headroom.tsdb;

/// When the log is made durable against a loss of power. A killed process loses nothing that was committed, whatever
/// the policy; block files are always durable before the log forgets what is in them.
public enum FsyncPolicy {
    /// Before a commit returns: nothing committed is ever lost, and each scrape waits for the disk.
    COMMIT,
    /// Once a second: a loss of power loses the last second.
    SECOND,
    /// When a segment is full, as Prometheus does: a loss of power loses what the operating system had not written.
    SEGMENT
}
