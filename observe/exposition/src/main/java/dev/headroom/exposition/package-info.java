/// Metrics pages, read and written: Prometheus text 0.0.4 and OpenMetrics 1.0. Knows the formats and nothing of who
/// fetches a page or stores its samples.
@NullMarked
package dev.headroom.exposition;

import org.jspecify.annotations.NullMarked;
