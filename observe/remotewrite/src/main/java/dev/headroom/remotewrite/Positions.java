package dev.headroom.remotewrite;

import dev.headroom.tsdb.LogPosition;
import java.util.Comparator;
import java.util.List;

/// Up to where a receiver has confirmed the log: each shard by itself, since one may be ahead of another.
///
/// @param shards never empty; which series are of which shard depends on how many there are
record Positions(List<LogPosition> shards) {

    private static final int MIX = 0x9E37_79B9;

    Positions {
        shards = List.copyOf(shards);
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("expected the position of at least one shard");
        }
    }

    static Positions at(LogPosition everything) {
        return new Positions(List.of(everything));
    }

    /// The shard of a series, by its hash.
    static int shard(int hash, int shards) {
        int mixed = hash * MIX;
        return Integer.remainderUnsigned(mixed ^ mixed >>> 16, shards);
    }

    /// Where reading goes on.
    LogPosition first() {
        return shards.stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    LogPosition last() {
        return shards.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    /// Whether a sample of a series was confirmed.
    boolean haveConfirmed(int hash, LogPosition place) {
        return place.compareTo(shards.get(shard(hash, shards.size()))) < 0;
    }

    /// The same, but nothing is at or behind a place; for a log that does not have it any more.
    Positions atMost(LogPosition place) {
        return new Positions(shards.stream().map(one -> one.compareTo(place) > 0 ? place : one).toList());
    }
}
