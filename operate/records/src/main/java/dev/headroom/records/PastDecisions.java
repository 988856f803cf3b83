package dev.headroom.records;

import dev.headroom.records.DecisionHistory.Entry;
import dev.headroom.records.DecisionHistory.Request;
import java.io.IOException;
import java.util.List;

/// What was decided, oldest first.
public interface PastDecisions {

    /// Decisions of an autoscaler that are at hand, the newest last.
    ///
    /// @param autoscaler `namespace/name`
    List<Entry> newest(String autoscaler);

    /// Those of a time.
    ///
    /// @throws IOException when the record cannot be read
    List<Entry> read(Request request) throws IOException;
}
