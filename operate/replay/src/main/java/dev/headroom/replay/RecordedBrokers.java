package dev.headroom.replay;

import dev.headroom.scalers.KafkaBrokers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A recorded Kafka cluster, step by step.
final class RecordedBrokers implements KafkaBrokers {

    private JsonNode kafka = JsonNodeFactory.instance.objectNode();

    void step(JsonNode next) {
        kafka = next;
    }

    @Override
    public Set<String> topicsOf(String group) throws Unavailable {
        fail("commitListError", "commitListKafkaErr");
        var topics = new TreeSet<String>();
        kafka.path("topics").properties().forEach(each -> topics.add(each.getKey()));
        return topics;
    }

    @Override
    public Map<String, List<Integer>> partitions(Set<String> topics) throws Unavailable {
        fail("describeError", "describeKafkaErr");
        var partitions = new TreeMap<String, List<Integer>>();
        for (var topic : topics) {
            if (!kafka.path("topics").has(topic)) {
                throw new Unavailable("kafka server: no such topic");
            }
            partitions.put(
                    topic,
                    kafka.path("topics").path(topic).valueStream()
                            .map(each -> each.path("partition").asInt())
                            .toList());
        }
        return partitions;
    }

    @Override
    public Map<Partition, Commit> committed(String group, Set<Partition> partitions) throws Unavailable {
        fail("commitListError", "commitListKafkaErr");
        var commits = new HashMap<Partition, Commit>();
        for (var partition : partitions) {
            var block = block(partition);
            long offset = block.path("committed").asLong(-1);
            if (block.path("commitErr").asInt(0) > 0) {
                commits.put(partition, new Commit.Failed("kafka server: an error"));
            } else if (!block.path("noCommitBlock").asBoolean(false)) {
                commits.put(partition, offset == -1 ? new Commit.None() : new Commit.Offset(offset));
            }
        }
        return commits;
    }

    @Override
    public Map<Partition, Long> ends(Set<Partition> partitions) throws Unavailable {
        fail("endOffsetError", "");
        return offsets(partitions, "end");
    }

    @Override
    public Map<Partition, Long> starts(Set<Partition> partitions) throws Unavailable {
        fail("endOffsetError", "");
        return offsets(partitions, "start");
    }

    private Map<Partition, Long> offsets(Set<Partition> partitions, String which) {
        var offsets = new HashMap<Partition, Long>();
        for (var partition : partitions) {
            var offset = block(partition).path(which);
            if (offset.isNumber()) {
                offsets.put(partition, offset.asLong());
            }
        }
        return offsets;
    }

    private JsonNode block(Partition partition) {
        return kafka.path("topics").path(partition.topic()).valueStream()
                .filter(each -> each.path("partition").asInt() == partition.number())
                .findFirst()
                .orElseThrow();
    }

    private void fail(String call, String answer) throws Unavailable {
        if (kafka.path(call).asBoolean(false) || kafka.path(call).isString() || kafka.path(answer).asInt(0) > 0) {
            throw new Unavailable("kafka: " + call);
        }
    }
}
