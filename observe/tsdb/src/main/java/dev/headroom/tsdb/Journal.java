package dev.headroom.tsdb;

import dev.headroom.tsdb.HeadBatch.Row;
import java.util.List;

/// Told of every sample that a [Head] has taken, a batch at a time, before the batch counts as stored.
interface Journal {

    /// Remembers nothing.
    Journal NONE = _ -> {};

    void append(List<Row> rows);
}
