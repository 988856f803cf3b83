package dev.headroom.rules;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import java.util.Optional;

/// A sample that a rule gives, at the time of its query.
///
/// @param value says nothing when there is a histogram
record RuleSample(Labels labels, double value, Optional<FloatHistogram> histogram) {
    RuleSample(Labels labels, double value) {
        this(labels, value, Optional.empty());
    }
}
