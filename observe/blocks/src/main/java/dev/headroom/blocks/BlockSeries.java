package dev.headroom.blocks;

import dev.headroom.model.Labels;
import java.util.List;

/// One series of a block with some of its chunks, in ascending time.
public record BlockSeries(Labels labels, List<Chunk> chunks) {}
