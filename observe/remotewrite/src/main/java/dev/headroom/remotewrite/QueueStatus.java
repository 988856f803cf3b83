package dev.headroom.remotewrite;

/// How one receiver fares; counts are since the start of its queue.
///
/// @param name of the receiver
/// @param url without credentials
/// @param newestMillis the time of the newest sample that was confirmed; 0 before the first
/// @param trouble why the newest request failed; empty when it did not
public record QueueStatus(
        String name, String url, Samples samples, Shards shards, Requests requests, long newestMillis, String trouble) {

    /// Samples by what became of them.
    ///
    /// @param read from the log
    /// @param sent and confirmed
    /// @param failed because they were refused
    /// @param retried each time they are sent again
    /// @param relabelled and so not sent
    /// @param tooOld by `sample_age_limit`
    /// @param lost because the log went, or was damaged, before they were read
    /// @param pending in the shards
    public record Samples(
            long read, long sent, long failed, long retried, long relabelled, long tooOld, long lost, long pending) {}

    /// @param desired what the rates ask for, whatever the limits
    public record Shards(int now, double desired, long min, long max, long capacity, long maxSamplesPerSend) {}

    /// @param bytes of requests that were confirmed
    /// @param count of requests that ended
    /// @param seconds they took in all
    /// @param metadata metrics whose metadata was confirmed
    /// @param metadataFailed metrics whose metadata was refused
    /// @param exemplars that were confirmed
    /// @param exemplarsFailed that were refused, or too many to wait
    public record Requests(
            long bytes, long count, double seconds, long metadata, long metadataFailed, long exemplars,
            long exemplarsFailed) {}
}
