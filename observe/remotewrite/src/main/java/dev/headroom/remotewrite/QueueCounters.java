package dev.headroom.remotewrite;

import dev.headroom.remotewrite.QueueStatus.Requests;
import dev.headroom.remotewrite.QueueStatus.Samples;

/// What has happened in one queue. Guarded by it.
final class QueueCounters {

    long read;
    long sent;
    long failed;
    long retried;
    long relabelled;
    long tooOld;
    long exemplars;
    long exemplarsFailed;
    long bytes;
    long requests;
    double requestSeconds;
    long newestMillis;
    String trouble = "";

    Samples samples(long lost, long pending) {
        return new Samples(read, sent, failed, retried, relabelled, tooOld, lost, pending);
    }

    Requests requests(MetadataQueue metadata) {
        return new Requests(
                bytes, requests, requestSeconds, metadata.sent(), metadata.failed(), exemplars, exemplarsFailed);
    }
}
