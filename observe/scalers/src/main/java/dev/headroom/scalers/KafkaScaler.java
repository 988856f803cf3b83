package dev.headroom.scalers;

import dev.headroom.scalers.KafkaBrokers.Commit;
import dev.headroom.scalers.KafkaBrokers.Partition;
import dev.headroom.triggers.KafkaTrigger;
import dev.headroom.triggers.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The lag of a consumer group, summed over its partitions and bounded as the trigger asks.
///
/// With `excludePersistentLag` it remembers the offset of each partition from one reading to the next, so one belongs
/// to one trigger and is asked by one thread at a time.
public final class KafkaScaler implements Scaler {

    /* notes
     *
     * Two sums: one is passed on as the value, the other, with persistent lag in it, decides about activity. Neither is
     * clamped: a commit beyond the end counts against the others. Without a commit a partition counts 1 when reading
     * starts at the latest offset (so that a consumer comes up and commits), and everything that is there when it
     * starts at the earliest. A partition that is missing from the brokers' answer counts 0.
     * Source: KEDA 2.21; held against recordings.
     */

    private final KafkaTrigger trigger;
    private final KafkaBrokers brokers;
    private final Map<Partition, Long> previous = new HashMap<>();

    public KafkaScaler(KafkaTrigger trigger, KafkaBrokers brokers) {
        this.trigger = trigger;
        this.brokers = brokers;
    }

    /// @param passed what is passed on
    /// @param whole with persistent lag
    private record Lag(long passed, long whole) {
        static Lag of(long lag) {
            return new Lag(lag, lag);
        }
    }

    /// A question that has no answer, in KEDA's words.
    private static final class NoReading extends Exception {
        private static final long serialVersionUID = 1L;

        NoReading(String message) {
            super(message);
        }
    }

    @Override
    public Reading read(Instant now) {
        try {
            return sum(partitions());
        } catch (NoReading failure) {
            return new Reading.Failed(String.valueOf(failure.getMessage()));
        }
    }

    private Set<Partition> partitions() throws NoReading {
        Set<String> topics;
        try {
            topics = trigger.topic().isEmpty()
                    ? brokers.topicsOf(trigger.consumerGroup())
                    : Set.of(trigger.topic());
        } catch (KafkaBrokers.Unavailable failure) {
            throw new NoReading("error listing cg offset: " + failure.getMessage());
        }
        var partitions = new TreeSet<Partition>();
        try {
            for (var topic : brokers.partitions(topics).entrySet()) {
                int before = partitions.size();
                topic.getValue().stream()
                        .filter(number -> trigger.partitions()
                                .map(only -> only.contains(number))
                                .orElse(true))
                        .forEach(number -> partitions.add(new Partition(topic.getKey(), number)));
                if (partitions.size() == before) {
                    throw new NoReading(
                            "expected at least one active partition within the topic '" + topic.getKey() + "'");
                }
            }
        } catch (KafkaBrokers.Unavailable failure) {
            throw new NoReading("error describing topics: " + failure.getMessage());
        }
        return partitions;
    }

    private Reading sum(Set<Partition> partitions) throws NoReading {
        Map<Partition, Commit> commits;
        try {
            commits = brokers.committed(trigger.consumerGroup(), partitions);
        } catch (KafkaBrokers.Unavailable failure) {
            throw new NoReading("error listing consumer group offsets: " + failure.getMessage());
        }
        Map<Partition, Long> ends;
        Map<Partition, Long> starts;
        try {
            ends = brokers.ends(partitions);
            starts = needsStarts(commits) ? brokers.starts(partitions) : Map.of();
        } catch (KafkaBrokers.Unavailable failure) {
            throw new NoReading(String.valueOf(failure.getMessage()));
        }
        long passed = 0;
        long whole = 0;
        long lagging = 0;
        for (var partition : new TreeSet<>(ends.keySet())) {
            var lag = lag(partition, commits, ends, starts);
            passed += lag.passed();
            whole += lag.whole();
            lagging += lag.passed() > 0 ? 1 : 0;
        }
        return new Reading.Number(
                bounded(passed, ends.size(), lagging), Optional.of(whole > trigger.activationLagThreshold()));
    }

    private boolean needsStarts(Map<Partition, Commit> commits) {
        return trigger.startsAtEarliest()
                && !trigger.bounds().scaleToZeroOnInvalidOffset()
                && commits.values().stream().anyMatch(Commit.None.class::isInstance);
    }

    private Lag lag(
            Partition partition, Map<Partition, Commit> commits, Map<Partition, Long> ends, Map<Partition, Long> starts)
            throws NoReading {
        var where = "error finding offset block for topic " + partition.topic() + " and partition "
                + partition.number();
        long end = ends.getOrDefault(partition, 0L);
        return switch (commits.get(partition)) {
            case null -> throw new NoReading(where + " from offset block: the answer does not speak of it");
            case Commit.Failed failed -> throw new NoReading(where + ": " + failed.error());
            case Commit.None _ -> Lag.of(uncommitted(end, starts.getOrDefault(partition, 0L)));
            case Commit.Offset(long offset) -> {
                boolean stuck = trigger.bounds().excludePersistentLag() && stuck(partition, offset);
                yield new Lag(stuck ? 0 : end - offset, end - offset);
            }
        };
    }

    private long uncommitted(long end, long start) {
        if (trigger.bounds().scaleToZeroOnInvalidOffset()) {
            return 0;
        }
        return trigger.startsAtEarliest() ? Math.max(0, end - start) : 1;
    }

    private boolean stuck(Partition partition, long offset) {
        var before = previous.put(partition, offset);
        return before != null && before == offset;
    }

    private long bounded(long lag, long partitions, long lagging) {
        var bounds = trigger.bounds();
        if (bounds.allowIdleConsumers()
                && !bounds.limitToPartitionsWithLag()
                && !bounds.ensureEvenDistributionOfPartitions()) {
            return lag;
        }
        long threshold = trigger.lagThreshold();
        long even = bounds.ensureEvenDistributionOfPartitions()
                ? fittingDivisor(partitions, lag) * threshold
                : lag;
        long most = bounds.limitToPartitionsWithLag() ? lagging : partitions;
        return even / threshold > most ? most * threshold : even;
    }

    /// The smallest number of replicas that share the partitions evenly and carry the lag.
    private long fittingDivisor(long partitions, long lag) {
        for (long replicas = 1; replicas <= partitions; replicas++) {
            if (partitions % replicas == 0 && replicas * trigger.lagThreshold() >= lag) {
                return replicas;
            }
        }
        return partitions;
    }
}
