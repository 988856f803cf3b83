package dev.headroom.incluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The replicas that a Deployment was asked to run, one entry for each change.
final class ReplicasOverTime implements Watcher<Deployment>, AutoCloseable {

    private final List<Change> changes = new ArrayList<>();
    private final Watch watch;

    record Change(Instant time, int replicas) {}

    ReplicasOverTime(KubernetesClient client, String namespace, String deployment) {
        watch = client.apps().deployments().inNamespace(namespace).withName(deployment).watch(this);
    }

    @Override
    public synchronized void eventReceived(Action action, Deployment deployment) {
        int replicas = deployment.getSpec().getReplicas();
        if (changes.isEmpty() || changes.getLast().replicas() != replicas) {
            changes.add(new Change(Instant.now(), replicas));
        }
    }

    @Override
    public void onClose(WatcherException cause) {
        // A watch that ends early is seen by what is missing.
    }

    synchronized int now() {
        return changes.isEmpty() ? -1 : changes.getLast().replicas();
    }

    synchronized List<Integer> sequence() {
        return changes.stream().map(Change::replicas).toList();
    }

    /// The shortest time between two changes.
    synchronized Duration shortest() {
        var shortest = Duration.ofDays(1);
        for (int i = 2; i < changes.size(); i++) {
            var step = Duration.between(changes.get(i - 1).time(), changes.get(i).time());
            shortest = step.compareTo(shortest) < 0 ? step : shortest;
        }
        return shortest;
    }

    @Override
    public synchronized String toString() {
        return changes.toString();
    }

    @Override
    public void close() {
        watch.close();
    }
}
