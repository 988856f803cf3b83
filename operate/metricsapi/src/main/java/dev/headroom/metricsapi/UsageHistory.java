package dev.headroom.metricsapi;

import dev.headroom.adapter.ResourceUsage;
import dev.headroom.metricsapi.NodePage.Pod;
import dev.headroom.metricsapi.NodePage.Point;
import dev.headroom.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The last two measurements of every node and container, and the usage between them.
public final class UsageHistory {

    /* notes
     * Usage is a rate, so it takes two points. Which ones, as metrics-server has it (package `storage`):
     * - A container that is younger than the resolution, but at least 10 s old at its first point, is measured from
     *   its start, when its counter was zero. Below 10 s the rate would be too rough, and it waits for its second
     *   point.
     * - A container that restarted since the last point has no earlier point: its counter began anew.
     * - A point that is no newer than the stored one (the kubelet measures in its own time) replaces it, and the
     *   earlier point stays as long as it is earlier.
     * - What was not on the last round of pages is forgotten: after a failed scrape it takes two good ones.
     * A pod is answered whole or not at all: the sum over some of its containers would read as a drop in usage.
     */

    /// How often kubelets are asked, unless somebody says otherwise (`--metric-resolution`).
    public static final Duration RESOLUTION = Duration.ofSeconds(15);

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int NANO = -9;

    private final Duration resolution;
    private final Map<String, Pair> nodes;
    private final Map<Pod, Map<String, Pair>> pods;

    /// @param earlier null when there is none that may be compared
    private record Pair(Point last, @Nullable Point earlier) {}

    private UsageHistory(Duration resolution, Map<String, Pair> nodes, Map<Pod, Map<String, Pair>> pods) {
        this.resolution = resolution;
        this.nodes = Map.copyOf(nodes);
        this.pods = Map.copyOf(pods);
    }

    /// Before the first page.
    public static UsageHistory start(Duration resolution) {
        return new UsageHistory(resolution, Map.of(), Map.of());
    }

    /// The history after a round.
    ///
    /// @param pages of the kubelets that answered, by the name of the node
    public UsageHistory after(Map<String, NodePage> pages) {
        var nextNodes = new HashMap<String, Pair>();
        var nextPods = new HashMap<Pod, Map<String, Pair>>();
        pages.forEach((name, page) -> {
            page.node().ifPresent(point -> nextNodes.put(name, newer(nodes.get(name), point)));
            page.pods().forEach((pod, containers) -> {
                var known = pods.getOrDefault(pod, Map.of());
                var next = new HashMap<String, Pair>();
                containers.forEach((container, point) -> next.put(container, next(known.get(container), point)));
                nextPods.put(pod, Map.copyOf(next));
            });
        });
        return new UsageHistory(resolution, nextNodes, nextPods);
    }

    private Pair next(@Nullable Pair known, Point point) {
        var age = Duration.between(point.start(), point.at());
        if (age.isPositive() && age.compareTo(resolution) < 0 && age.compareTo(FRESH) >= 0) {
            return new Pair(point, new Point(point.start(), point.start(), 0, point.memoryBytes()));
        }
        boolean sameRun = known != null && point.start().isBefore(known.last().at());
        return newer(sameRun ? known : null, point);
    }

    private static Pair newer(@Nullable Pair known, Point point) {
        if (known == null) {
            return new Pair(point, null);
        }
        if (point.at().isAfter(known.last().at())) {
            return new Pair(point, known.last());
        }
        var earlier = known.earlier();
        return new Pair(point, earlier != null && earlier.at().isBefore(point.at()) ? earlier : null);
    }

    /// The usage of a node, under the empty name; empty when there is not enough to tell.
    public Optional<ResourceUsage> node(String name) {
        var pair = nodes.get(name);
        if (pair == null || pair.earlier() == null) {
            return Optional.empty();
        }
        return rate(pair.last(), pair.earlier()).map(rate -> {
            var usage = new TreeMap<>(Map.of("", rate.amounts()));
            return new ResourceUsage("", name, rate.at(), rate.window(), usage);
        });
    }

    /// The usage of a pod by container; empty when there is not enough to tell for one of them.
    public Optional<ResourceUsage> pod(Pod pod) {
        var containers = pods.getOrDefault(pod, Map.of());
        if (containers.isEmpty()) {
            return Optional.empty();
        }
        var usage = new TreeMap<String, Map<String, Quantity>>();
        Rate earliest = null;
        for (var container : new TreeMap<>(containers).entrySet()) {
            var pair = container.getValue();
            if (pair.earlier() == null) {
                return Optional.empty();
            }
            var rate = rate(pair.last(), pair.earlier());
            if (rate.isPresent()) {
                usage.put(container.getKey(), rate.get().amounts());
                earliest = earliest == null || rate.get().at().isBefore(earliest.at()) ? rate.get() : earliest;
            }
        }
        return earliest == null
                ? Optional.empty()
                : Optional.of(
                        new ResourceUsage(pod.namespace(), pod.name(), earliest.at(), earliest.window(), usage));
    }

    private record Rate(Instant at, Duration window, Map<String, Quantity> amounts) {}

    /// Empty when the counter went down, or the container's start went back: one of the two points is of another run.
    private static Optional<Rate> rate(Point last, Point earlier) {
        if (last.start().isBefore(earlier.start()) || last.cpuNanos() < earlier.cpuNanos()) {
            return Optional.empty();
        }
        var window = Duration.between(earlier.at(), last.at());
        double seconds = window.toSeconds() + window.toNanosPart() / 1e9;
        long nanoCores = (long) ((last.cpuNanos() - earlier.cpuNanos()) / seconds);
        var amounts = Map.of(
                "cpu", Quantity.ofScaled(nanoCores, NANO),
                "memory", Quantity.of(last.memoryBytes(), Quantity.Format.BINARY_SI));
        return Optional.of(new Rate(last.at(), window, amounts));
    }

    /// Whether anything can be told of pods, and of nodes: what readiness waits for.
    public boolean isReady() {
        return nodes.values().stream().anyMatch(each -> each.earlier() != null)
                && pods.values().stream()
                        .anyMatch(each -> each.values().stream().anyMatch(pair -> pair.earlier() != null));
    }
}
