/// The server that a cluster's aggregator passes requests on to: its certificate, who asks, whether they may, limits, a
/// graceful end. What is answered comes from `operate/metricsapi`. No header of a client is believed here before the
/// certificate of the one who sent it was verified.
@NullMarked
package dev.headroom.apiserver;

import org.jspecify.annotations.NullMarked;
