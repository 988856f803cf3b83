/// Sends requests to a URL when they are due and measures latency from when they were due. Never sends more or less
/// than it was asked to without saying so.
@NullMarked
package dev.headroom.loadgen;

import org.jspecify.annotations.NullMarked;
