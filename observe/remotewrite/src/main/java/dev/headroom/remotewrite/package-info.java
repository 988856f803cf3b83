/// Samples on their way to other storages by remote write 1.0: read from the log of the storage, relabelled, sharded,
/// sent until they are confirmed. It never holds up a scrape, and never changes what is stored.
@NullMarked
package dev.headroom.remotewrite;

import org.jspecify.annotations.NullMarked;
