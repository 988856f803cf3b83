package dev.headroom.peers;

import dev.headroom.model.Labels;
import dev.headroom.model.Samples;

/// A series that is given to both sides.
public record WrittenSeries(Labels labels, Samples samples) {}
