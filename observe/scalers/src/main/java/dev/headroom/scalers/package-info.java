/// The event sources of ScaledObjects, each a question that yields a `Reading`: queries to Prometheus-compatible
/// servers, numbers in the answers of other HTTP servers, schedules; and, as values only, what the answers of Redis and
/// Kafka mean. It waits for servers, so it is called on virtual threads; it decides nothing and knows no autoscaler.
@NullMarked
package dev.headroom.scalers;

import org.jspecify.annotations.NullMarked;
