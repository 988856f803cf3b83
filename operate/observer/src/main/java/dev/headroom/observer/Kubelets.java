package dev.headroom.observer;

import dev.headroom.adapter.ResourceUsage;
import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.NameEscaping;
import dev.headroom.config.ScrapeProtocol;
import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Attached;
import dev.headroom.config.SdConfig.Role;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.discovery.KubernetesTargets;
import dev.headroom.discovery.WatchedKind;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.hpa.Pod;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.manifests.Field;
import dev.headroom.metricsapi.NodePage;
import dev.headroom.metricsapi.UsageHistory;
import dev.headroom.metricsapi.Usages;
import dev.headroom.scrape.Asking;
import dev.headroom.scrape.PageFetcher;
import dev.headroom.scrape.ScrapeLimits;
import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What pods and nodes use, from the page `/metrics/resource` of every kubelet: asked directly at the address of its
/// node, every 15 s.
///
/// Not through the API server's node proxy: the right to that (`nodes/proxy`) is the right to run commands in every
/// pod, the right to the page (`nodes/metrics`) is not.
public final class Kubelets implements Usages, AutoCloseable {

    /// How many pages are asked for at the same time (limit `kubeletsAtOnce`).
    private static final int AT_ONCE = 64;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final SdConfig.Kubernetes NODES = new SdConfig.Kubernetes(
            Role.NODE, "", List.of(), false, List.of(), Attached.NOTHING, HttpClientConfig.PLAIN);

    private final Timeline timeline;
    private final PageFetcher fetcher;
    private final Asking asking;
    private final PodSource pods;
    private final LiveObjects nodes;
    private final Map<String, String> troubles = new TreeMap<>();
    private volatile UsageHistory history = UsageHistory.start(UsageHistory.RESOLUTION);
    private @Nullable Scheduled rounds;

    /// The pods that are known.
    @FunctionalInterface
    public interface PodSource {

        /// `namespace/name` to pod.
        Map<String, Pod> all();
    }

    /// How kubelets are reached.
    ///
    /// @param http token and authority
    public record Reach(KubernetesApi api, Timeline timeline, RandomGenerator random, PageFetcher fetcher,
            HttpClientConfig http) {}

    public Kubelets(Reach reach, PodSource pods) {
        this.timeline = reach.timeline();
        this.fetcher = reach.fetcher();
        this.asking = new Asking(
                List.of(ScrapeProtocol.TEXT_0_0_4),
                ScrapeProtocol.TEXT_0_0_4,
                NameEscaping.ALLOW_UTF_8,
                true,
                reach.http());
        this.pods = pods;
        this.nodes = new LiveObjects(reach.api(), timeline, reach.random(), () -> {});
    }

    public void start() {
        nodes.sync(Set.of(WatchedKind.everywhere(Kind.NODE)));
        rounds = timeline.every(Duration.ofSeconds(1), UsageHistory.RESOLUTION, this::round);
    }

    /// Asks every kubelet, and waits for all: a node that does not answer has no usage in this round.
    private void round() {
        var places = new Semaphore(AT_ONCE);
        var waiting = new HashMap<String, CompletableFuture<Optional<NodePage>>>();
        for (var target : new KubernetesTargets(NODES, nodes.now(), "").targets()) {
            var name = target.labels().value("instance");
            var url = "https://" + target.labels().value("__address__") + "/metrics/resource";
            waiting.put(name, CompletableFuture.supplyAsync(() -> page(name, url, places), Thread::startVirtualThread));
        }
        var pages = new HashMap<String, NodePage>();
        waiting.forEach((name, page) -> page.join().ifPresent(found -> pages.put(name, found)));
        history = history.after(pages);
        synchronized (troubles) {
            troubles.keySet().retainAll(waiting.keySet());
        }
    }

    private Optional<NodePage> page(String node, String url, Semaphore places) {
        places.acquireUninterruptibly();
        try {
            var asked = timeline.now();
            var request = new PageFetcher.Request(url, TIMEOUT, ScrapeLimits.STANDARD.bodyBytes(), asking);
            var answer = fetcher.fetch(request)
                    .completeOnTimeout(
                            new PageFetcher.Failed("no answer within " + TIMEOUT.toSeconds() + " s: " + url),
                            TIMEOUT.toMillis(),
                            TimeUnit.MILLISECONDS)
                    .join();
            return switch (answer) {
                case PageFetcher.Page page -> {
                    var read = NodePage.read(page.body(), asked);
                    trouble(node, "");
                    yield Optional.of(read);
                }
                case PageFetcher.Failed failed -> {
                    trouble(node, failed.error());
                    yield Optional.empty();
                }
            };
        } catch (ExpositionException unreadable) {
            trouble(node, url + ": " + unreadable.getMessage());
            return Optional.empty();
        } finally {
            places.release();
        }
    }

    private void trouble(String node, String why) {
        synchronized (troubles) {
            if (why.isEmpty()) {
                troubles.remove(node);
            } else {
                troubles.put(node, "usage of node " + node + ": " + why);
            }
        }
    }

    /// What goes wrong, one line each.
    public List<String> troubles() {
        var lines = new ArrayList<>(nodes.troubles());
        synchronized (troubles) {
            lines.addAll(troubles.values());
        }
        return lines;
    }

    @Override
    public List<Metered> pods(Optional<String> namespace) {
        var metered = new ArrayList<Metered>();
        new TreeMap<>(pods.all()).forEach((key, pod) -> {
            var where = key.substring(0, key.indexOf('/'));
            if (pod.phase() == Pod.Phase.RUNNING && namespace.map(where::equals).orElse(true)) {
                metered.add(new Metered(where, pod.name(), pod.labels().asMap()));
            }
        });
        return metered;
    }

    @Override
    public List<Metered> nodes() {
        return nodes.now().all(Kind.NODE).stream()
                .map(node -> node.at("metadata"))
                .map(metadata -> new Metered("", metadata.at("name").text(""), labels(metadata)))
                .toList();
    }

    private static Map<String, String> labels(Field metadata) {
        return metadata.at("labels").texts();
    }

    @Override
    public Optional<ResourceUsage> ofPod(Metered pod) {
        return history.pod(new NodePage.Pod(pod.namespace(), pod.name()));
    }

    @Override
    public Optional<ResourceUsage> ofNode(Metered node) {
        return history.node(node.name());
    }

    @Override
    public void close() {
        if (rounds != null) {
            rounds.cancel();
        }
        nodes.close();
    }
}
