package dev.headroom.metricsapi;

import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.PageFormat;
import dev.headroom.exposition.PageReader;
import dev.headroom.model.Labels;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The page `/metrics/resource` of one kubelet: counters of CPU time and working sets, of the node and of each
/// container.
///
/// A node or pod that lacks one of its numbers, or has a zero among them, is left out whole: half a pod would look like
/// an idle one. Source: metrics-server, package `scraper/client/resource`.
///
/// @param node empty when its numbers are incomplete
/// @param pods containers by pod
public record NodePage(Optional<Point> node, Map<Pod, Map<String, Point>> pods) {

    private static final double NANOS = 1e9;

    private static final Instant NEVER = Instant.EPOCH;

    /// A pod by its name.
    public record Pod(String namespace, String name) {}

    /// Counters at one moment.
    ///
    /// @param start of the container, when the counter was zero; [Instant#EPOCH] when the page does not say
    /// @param at when it was measured
    /// @param cpuNanos CPU time since the start
    /// @param memoryBytes the working set
    public record Point(Instant start, Instant at, long cpuNanos, long memoryBytes) {

        static final Point NONE = new Point(NEVER, NEVER, 0, 0);

        private Point cpu(double seconds, Instant measured) {
            return new Point(start, measured, (long) (seconds * NANOS), memoryBytes);
        }

        private Point memory(double bytes, Instant measured) {
            return new Point(start, measured, cpuNanos, (long) bytes);
        }

        private Point started(double seconds) {
            long nanos = (long) (seconds * NANOS);
            return new Point(Instant.ofEpochSecond(0, nanos), at, cpuNanos, memoryBytes);
        }

        private boolean isComplete() {
            return cpuNanos != 0 && memoryBytes != 0;
        }
    }

    public NodePage {
        pods = Map.copyOf(pods);
    }

    /// @param scraped when the page was asked for: the time of samples that have none
    /// @throws ExpositionException when the page cannot be read
    public static NodePage read(byte[] page, Instant scraped) throws ExpositionException {
        var reading = new Reading(scraped);
        PageReader.read(PageFormat.TEXT, page, entry -> {
            if (entry instanceof Entry.Series series) {
                reading.take(series);
            }
        });
        return reading.page();
    }

    private static final class Reading {

        private final Instant scraped;
        private final Map<Pod, Map<String, Point>> pods = new HashMap<>();
        private Point node = Point.NONE;

        Reading(Instant scraped) {
            this.scraped = scraped;
        }

        void take(Entry.Series series) {
            var at = series.timestampMillis().isPresent()
                    ? Instant.ofEpochMilli(series.timestampMillis().getAsLong())
                    : scraped;
            var labels = series.labels();
            double value = series.value();
            switch (labels.value(Labels.NAME)) {
                case "node_cpu_usage_seconds_total" -> node = node.cpu(value, at);
                case "node_memory_working_set_bytes" -> node = node.memory(value, at);
                case "container_cpu_usage_seconds_total" -> container(labels, point(labels).cpu(value, at));
                case "container_memory_working_set_bytes" -> container(labels, point(labels).memory(value, at));
                case "container_start_time_seconds" -> container(labels, point(labels).started(value));
                default -> {}
            }
        }

        private static Pod pod(Labels labels) {
            return new Pod(labels.value("namespace"), labels.value("pod"));
        }

        private Point point(Labels labels) {
            return pods.getOrDefault(pod(labels), Map.of()).getOrDefault(labels.value("container"), Point.NONE);
        }

        private void container(Labels labels, Point point) {
            pods.computeIfAbsent(pod(labels), _ -> new HashMap<>()).put(labels.value("container"), point);
        }

        NodePage page() {
            Set<Pod> incomplete = new HashSet<>();
            pods.forEach((pod, containers) -> {
                if (!containers.values().stream().allMatch(Point::isComplete)) {
                    incomplete.add(pod);
                }
            });
            pods.keySet().removeAll(incomplete);
            return new NodePage(Optional.of(node).filter(Point::isComplete), pods);
        }
    }
}
