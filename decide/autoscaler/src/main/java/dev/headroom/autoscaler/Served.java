package dev.headroom.autoscaler;

import dev.headroom.hpa.Readings;

/// A metric of a HorizontalPodAutoscaler as the metrics APIs of an adapter answered it, in their own words and numbers.
public sealed interface Served {

    /// The query that the adapter made of it; empty when it had none.
    String query();

    /// From the custom metrics API, one value per pod.
    record PerPod(String query, Readings.Answer<Readings.PodValue> answer) implements Served {}

    /// From the custom metrics API for one object, or from the external metrics API; in thousandths.
    record Numbers(String query, Readings.Answer<Long> answer) implements Served {}
}
