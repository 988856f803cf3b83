package dev.headroom.hpa;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the pods of a target request of a resource: the whole of a utilization percentage.
final class Requests {

    private Requests() {}

    /// By pod name, in milli-units. Every pod must have a request, also those whose values do not count.
    ///
    /// @param container the only container that is meant; empty for all
    static Map<String, Long> of(List<Pod> pods, String container, String resource, HpaSettings settings)
            throws MetricFailure {
        var requests = new HashMap<String, Long>();
        for (var pod : pods) {
            boolean podLevel = settings.gates().podLevelResources()
                    && container.isEmpty()
                    && !pod.resources().requests().isEmpty();
            requests.put(pod.name(), podLevel ? ofPod(pod, resource) : ofContainers(pod, container, resource));
        }
        return requests;
    }

    private static long ofContainers(Pod pod, String container, String resource) throws MetricFailure {
        long sum = 0;
        boolean found = container.isEmpty();
        for (var each : pod.containers()) {
            if (each.init() || !(container.isEmpty() || container.equals(each.name()))) {
                continue;
            }
            found = true;
            var request = each.requests().get(resource);
            if (request == null) {
                throw new MetricFailure(
                        "missing request for " + resource + " in container " + each.name() + " of Pod " + pod.name());
            }
            sum += request;
            if (!container.isEmpty()) {
                return sum;
            }
        }
        if (!found) {
            throw new MetricFailure("container " + container + " not found in Pod " + pod.name());
        }
        return sum;
    }

    /// What the scheduler reserves: the pod's own request, else its containers' (or that of the largest init
    /// container, which runs alone), and the overhead of its runtime.
    private static long ofPod(Pod pod, String resource) throws MetricFailure {
        var own = pod.resources().requests().get(resource);
        long running = 0;
        long starting = 0;
        boolean any = own != null;
        for (var each : pod.containers()) {
            var request = each.requests().get(resource);
            if (request != null) {
                any = true;
                if (each.init()) {
                    starting = Math.max(starting, request);
                } else {
                    running += request;
                }
            }
        }
        var overhead = pod.resources().overhead().get(resource);
        if (!any && overhead == null) {
            throw new MetricFailure("missing pod-level request for " + resource + " in Pod " + pod.name());
        }
        return (own != null ? own : Math.max(running, starting)) + (overhead == null ? 0 : overhead);
    }
}
