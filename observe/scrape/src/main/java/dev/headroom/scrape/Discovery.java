package dev.headroom.scrape;

import dev.headroom.discovery.ClusterObjects;
import dev.headroom.discovery.ObjectName;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a look at Services and pods gave: the targets to scrape, and those left out, each with its reason.
public record Discovery(List<ScrapeTarget> targets, List<Dropped> dropped) {

    /// A target that is not scraped although an annotation or a monitor asks for it.
    public record Dropped(String pool, Labels discoveredLabels, String reason) {}

    public static final Discovery NONE = new Discovery(List.of(), List.of());

    public Discovery {
        targets = List.copyOf(targets);
        dropped = List.copyOf(dropped);
    }

    /// Brings several discoveries together so that nothing is counted twice: **a port of a pod is scraped for one
    /// reason only**, the earlier discovery wins, and what the later one wanted is among the dropped ones with the
    /// reason. In Prometheus both are scraped, under different `job` labels, and every `sum` over them is twice the
    /// truth. Several pages of a port that one discovery asks for are all kept; the same page under the same labels is
    /// kept once.
    ///
    /// @param inOrder most deliberate first: ServiceMonitors and PodMonitors, Service annotations, pod annotations
    public static Discovery merge(List<Discovery> inOrder) {
        var targets = new LinkedHashMap<ScrapeTarget.Identity, ScrapeTarget>();
        var dropped = new ArrayList<Dropped>();
        var owners = new HashMap<String, String>();
        for (var discovery : inOrder) {
            dropped.addAll(discovery.dropped());
            var claimed = new HashMap<String, String>();
            for (var target : discovery.targets()) {
                var address = address(target.url());
                var owner = owners.get(address);
                if (owner == null) {
                    targets.putIfAbsent(target.identity(), target);
                    claimed.put(address, target.pool());
                } else {
                    dropped.add(new Dropped(
                            target.pool(), target.discoveredLabels(), address + " is scraped by " + owner
                            + " already"));
                }
            }
            claimed.forEach(owners::putIfAbsent);
        }
        return new Discovery(List.copyOf(targets.values()), dropped);
    }

    private static String address(String url) {
        int start = url.indexOf("://") + 3;
        int end = url.indexOf('/', start);
        return end < 0 ? url.substring(start) : url.substring(start, end);
    }

    /// Everything that discovery looks at, at one moment. Used by one thread.
    public static final class Snapshot {

        private final List<ServiceView> services;
        private final List<PodView> pods;
        private final String ownNamespace;
        private @Nullable ClusterObjects objects;
        private @Nullable Map<ObjectName, PodView> byName;

        private Snapshot(
                List<ServiceView> services, List<PodView> pods, @Nullable ClusterObjects objects, String ownNamespace) {
            this.services = List.copyOf(services);
            this.pods = List.copyOf(pods);
            this.objects = objects;
            this.ownNamespace = ownNamespace;
        }

        /// What is on a machine without an API server.
        public Snapshot(List<ServiceView> services, List<PodView> pods) {
            this(services, pods, null, "");
        }

        /// What an API server knows.
        ///
        /// @param ownNamespace where this program runs, for `own_namespace`; empty outside of a cluster
        public static Snapshot of(ClusterObjects objects, String ownNamespace) {
            return new Snapshot(ObjectViews.services(objects), ObjectViews.pods(objects), objects, ownNamespace);
        }

        List<ServiceView> services() {
            return services;
        }

        List<PodView> pods() {
            return pods;
        }

        String ownNamespace() {
            return ownNamespace;
        }

        /// The same, and more, as the objects of the API; made when somebody asks for them first.
        ClusterObjects objects() {
            var made = objects;
            if (made == null) {
                made = new ViewObjects(services, pods).objects();
                objects = made;
            }
            return made;
        }

        Optional<PodView> pod(ObjectName name) {
            var known = byName;
            if (known == null) {
                known = new HashMap<>();
                for (var pod : pods) {
                    known.put(new ObjectName(pod.namespace(), pod.name()), pod);
                }
                byName = known;
            }
            return Optional.ofNullable(known.get(name));
        }

        List<PodView> endpoints(ServiceView service) {
            return service.behind(pods);
        }
    }

    /// Labels and annotations in the form of `__meta_` labels.
    static void meta(Labels.Builder labels, String prefix, Map<String, String> values) {
        values.forEach((name, value) -> {
            var clean = name.replaceAll("[^a-zA-Z0-9_]", "_");
            labels.set(prefix + "_" + clean, value);
            labels.set(prefix + "present_" + clean, "true");
        });
    }
}
