package dev.headroom.scalers;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a Kafka cluster is asked for the lag of a consumer group; whatever client speaks to it stands behind this.
///
/// Every question may fail with [Unavailable], whose message is the cluster's or the client's own.
public interface KafkaBrokers {

    /// The topics for which the group has committed anything.
    Set<String> topicsOf(String group) throws Unavailable;

    /// The partitions of each topic. A topic that does not exist is a failure.
    Map<String, List<Integer>> partitions(Set<String> topics) throws Unavailable;

    /// What the group has committed. A partition that the answer does not speak of is not in the map.
    Map<Partition, Commit> committed(String group, Set<Partition> partitions) throws Unavailable;

    /// One past the newest offset. A partition that the answer does not speak of is not in the map.
    Map<Partition, Long> ends(Set<Partition> partitions) throws Unavailable;

    /// The oldest offset that is still there, likewise.
    Map<Partition, Long> starts(Set<Partition> partitions) throws Unavailable;

    record Partition(String topic, int number) implements Comparable<Partition> {
        @Override
        public int compareTo(Partition other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic == 0 ? Integer.compare(number, other.number) : byTopic;
        }
    }

    /// What is known of a group's offset in one partition.
    sealed interface Commit {

        record Offset(long offset) implements Commit {}

        /// Nothing was committed yet.
        record None() implements Commit {}

        record Failed(String error) implements Commit {}
    }

    /// A question without an answer.
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message);
        }
    }
}
