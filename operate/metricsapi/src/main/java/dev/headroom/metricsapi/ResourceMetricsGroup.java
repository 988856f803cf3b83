package dev.headroom.metricsapi;

import dev.headroom.adapter.ResourceUsage;
import dev.headroom.metricsapi.UsageTable.Item;
import dev.headroom.metricsapi.Usages.Metered;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// `metrics.k8s.io`: what pods and nodes use of CPU and memory.
final class ResourceMetricsGroup implements ApiGroup {

    static final String NAME = "metrics.k8s.io";
    static final String API_VERSION = NAME + "/v1beta1";

    private static final List<String> VERBS = List.of("get", "list");

    private final Usages usages;
    private final InstantSource clock;

    /// @param clock for when an object was made: now, as upstream says
    ResourceMetricsGroup(Usages usages, InstantSource clock) {
        this.usages = usages;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> versions() {
        return List.of("v1beta1");
    }

    @Override
    public List<Resource> resources() {
        return List.of(
                new Resource("nodes", false, "NodeMetrics", VERBS), new Resource("pods", true, "PodMetrics", VERBS));
    }

    @Override
    public Optional<Route> route(List<String> path) {
        boolean namespaced = path.getFirst().equals("namespaces") && path.size() > 2;
        var rest = namespaced ? path.subList(2, path.size()) : path;
        boolean nodes = rest.getFirst().equals("nodes") && !namespaced;
        boolean pods = rest.getFirst().equals("pods");
        if (rest.size() == 1 && (nodes || pods)) {
            return Optional.of((request, info) -> list(request, info, nodes));
        }
        if (rest.size() == 2 && (nodes || (namespaced && pods))) {
            return Optional.of((_, info) -> nodes ? node(info.name()) : pod(info));
        }
        return Optional.empty();
    }

    private Found list(ApiRequest request, RequestInfo info, boolean nodes) {
        var options = ListOptions.of(request.parameters());
        options.check();
        if (options.watch()) {
            throw new StatusException(Status.watchNotSupported(NAME, info.resource()));
        }
        var namespace = Optional.of(info.namespace()).filter(each -> !each.isEmpty());
        Stream<Metered> asked = (nodes ? usages.nodes() : usages.pods(namespace))
                .stream()
                        .filter(each -> options.labels().matches(each.labels()))
                        .filter(each -> options.fields().matches(each.namespace(), each.name()))
                        .sorted(Comparator.comparing(Metered::namespace).thenComparing(Metered::name));
        Function<Metered, Optional<ResourceUsage>> usage = nodes ? usages::ofNode : usages::ofPod;
        Instant now = clock.instant();
        var items = asked.flatMap(each -> usage.apply(each).map(of -> new Item(each, of, now)).stream())
                .toList();
        var kind = nodes ? "NodeMetrics" : "PodMetrics";
        var table = new UsageTable(kind, items, false);
        return new Found(table.list(), Optional.of(table));
    }

    private Found node(String name) {
        var node = usages.nodes().stream().filter(each -> each.name().equals(name)).findFirst();
        if (node.isEmpty()) {
            throw new StatusException(Status.notFound("", "node", name));
        }
        return one("NodeMetrics", node.get(), usages.ofNode(node.get()), name);
    }

    private Found pod(RequestInfo info) {
        var pod = usages.pods(Optional.of(info.namespace())).stream()
                .filter(each -> each.name().equals(info.name()))
                .findFirst();
        if (pod.isEmpty()) {
            throw new StatusException(Status.notFound("", "pods", info.name()));
        }
        return one("PodMetrics", pod.get(), usages.ofPod(pod.get()), info.namespace() + "/" + info.name());
    }

    private Found one(String kind, Metered metered, Optional<ResourceUsage> usage, String name) {
        if (usage.isEmpty()) {
            throw new StatusException(Status.notFound(NAME, kind.toLowerCase(java.util.Locale.ROOT), name));
        }
        var table = new UsageTable(kind, List.of(new Item(metered, usage.get(), clock.instant())), true);
        return new Found(table.one(), Optional.of(table));
    }

    @Override
    public ApiSchema schema() {
        return ApiSchema.usage();
    }
}
