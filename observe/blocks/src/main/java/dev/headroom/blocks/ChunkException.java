package dev.headroom.blocks;

import java.io.Serial;

/// A chunk whose checksum is right says what no writer wrote, so whoever wrote it was broken: its samples cannot be
/// told, and the query that needs them fails.
public final class ChunkException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    ChunkException(String found) {
        super("a chunk of histograms with " + found);
    }
}
