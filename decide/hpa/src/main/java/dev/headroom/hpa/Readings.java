package dev.headroom.hpa;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What the three metrics APIs answer at one instant: all that the replica arithmetic knows about the load. Values are
/// in milli-units, as the controller reads them.
public interface Readings {

    /// The usage of every pod that has a reading.
    Answer<ScaleTarget.Usage> resource();

    /// One value per pod.
    Answer<PodValue> pods(MetricSpec.Identifier metric);

    /// One value that describes an object, in milli-units.
    Answer<Long> object(MetricSpec.ObjectReference object, MetricSpec.Identifier metric);

    /// The values of a metric from outside, in milli-units; they are added up.
    Answer<Long> external(MetricSpec.Identifier metric);

    /// The answer to one request.
    sealed interface Answer<T> {

        record Items<T>(List<T> items) implements Answer<T> {
            public Items {
                items = List.copyOf(items);
            }
        }

        record Failure<T>(String error) implements Answer<T> {}
    }

    /// One pod's value of a metric.
    ///
    /// @param window the time that the value speaks about
    record PodValue(String pod, Instant timestamp, Duration window, long milli) {}
}
