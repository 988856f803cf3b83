package dev.headroom.triggers;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Numbers of partitions as a Kafka trigger lists them: `1,2,10-12`.
final class PartitionList {

    /// More than any topic has; a longer range would only cost memory.
    private static final int MAX_PARTITIONS = 1_000_000;

    private PartitionList() {}

    /// Why a list cannot be read; an empty one can.
    static Optional<String> error(String text) {
        try {
            parse(text);
            return Optional.empty();
        } catch (TriggerException wrong) {
            return Optional.of(wrong.text());
        }
    }

    static Set<Integer> parse(String text) {
        var partitions = new TreeSet<Integer>();
        if (text.isEmpty()) {
            return partitions;
        }
        for (var each : text.split(",", -1)) {
            var part = GoText.trimmed(each);
            var range = part.split("-", -1);
            if (part.contains("-") && range.length != 2) {
                throw new TriggerException("invalid partition limitation range: " + part);
            }
            long first = number(range[0], part);
            long last = number(range[range.length - 1], part);
            if (last - first + partitions.size() >= MAX_PARTITIONS) {
                throw new TriggerException("invalid partition limitation: expected at most " + MAX_PARTITIONS
                        + " partitions (partitionLimitation), got the range " + part);
            }
            for (long partition = first; partition <= last; partition++) {
                partitions.add((int) partition);
            }
        }
        return partitions;
    }

    private static int number(String text, String part) {
        try {
            return GoText.int32(GoText.trimmed(text));
        } catch (TriggerException _) {
            throw new TriggerException("invalid partition limitation: " + part);
        }
    }
}
