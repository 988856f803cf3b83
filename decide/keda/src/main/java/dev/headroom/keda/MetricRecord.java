package dev.headroom.keda;

import java.util.List;
import java.util.Optional;

/// What became of one metric.
///
/// @param values empty where there is an error
/// @param error why there is no number
record MetricRecord(List<MetricValue> values, boolean active, Optional<String> error) {

    MetricRecord {
        values = List.copyOf(values);
    }
}
