package dev.headroom.server;

import dev.headroom.files.OsDisk;
import dev.headroom.remotewrite.MetricMetadata;
import dev.headroom.remotewrite.RemoteWrites;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageOptions;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The storage of a server: its folder, and the agenda that keeps it in order.
public final class DataFolder {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final Duration SYNC_PERIOD = Duration.ofSeconds(1);
    private static final Duration UPKEEP_PERIOD = Duration.ofSeconds(15);

    private DataFolder() {}

    /// Opens the folder, which no other process may have.
    ///
    /// @throws dev.headroom.tsdb.StorageException when samples cannot be kept in it
    public static Storage open(ServerConfig.Data data, Timeline timeline) {
        var options = StorageOptions.defaults()
                .withRetentionTime(data.retentionTime())
                .withRetentionBytes(data.retentionBytes());
        return Storage.open(
                new OsDisk(),
                data.folder(),
                new Storage.Surroundings(options, timeline, notice -> LOG.warn("storage: {}", notice)));
    }

    /// What receivers of remote write get: the log, and what the targets say about their metrics.
    static RemoteWrites.Stored sentOn(ServerConfig.Data data, Storage storage, ScrapePool pool) {
        return new RemoteWrites.Stored(
                storage.log(),
                storage.exemplars(),
                new OsDisk(),
                data.folder().resolve("remote"),
                () -> metadata(pool));
    }

    private static List<MetricMetadata> metadata(ScrapePool pool) {
        return pool.described().stream()
                .flatMap(target -> target.metadata().stream())
                .distinct()
                .map(said -> new MetricMetadata(said.metric(), said.type(), said.help(), said.unit()))
                .toList();
    }

    static void keepUp(Storage storage, Timeline timeline) {
        timeline.every(SYNC_PERIOD, SYNC_PERIOD, storage::tick);
        timeline.every(UPKEEP_PERIOD, UPKEEP_PERIOD, storage::maintain);
    }
}
