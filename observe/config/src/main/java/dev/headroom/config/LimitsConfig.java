package dev.headroom.config;

/// Limits of a scrape job; 0 is no limit of its own, and numbers are unsigned.
///
/// @param bodySize `body_size_limit` in bytes
public record LimitsConfig(
        long bodySize,
        long samples,
        long targets,
        long labels,
        long labelNameLength,
        long labelValueLength,
        long keepDroppedTargets) {

    static LimitsConfig read(Section section) {
        return new LimitsConfig(
                section.bytes("body_size_limit"),
                section.unsigned("sample_limit"),
                section.unsigned("target_limit"),
                section.unsigned("label_limit"),
                section.unsigned("label_name_length_limit"),
                section.unsigned("label_value_length_limit"),
                section.unsigned("keep_dropped_targets"));
    }

    /// These limits, with those of `global` where they say nothing.
    LimitsConfig or(LimitsConfig global) {
        return new LimitsConfig(
                first(bodySize, global.bodySize),
                first(samples, global.samples),
                first(targets, global.targets),
                first(labels, global.labels),
                first(labelNameLength, global.labelNameLength),
                first(labelValueLength, global.labelValueLength),
                first(keepDroppedTargets, global.keepDroppedTargets));
    }

    private static long first(long own, long global) {
        return own == 0 ? global : own;
    }
}
