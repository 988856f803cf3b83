package dev.headroom.processes;

import java.time.Instant;

/// Told what happens to pods, on the thread of the cluster's loop; must be quick.
public interface ClusterEvents {

    /// An event in the words of Kubernetes.
    ///
    /// @param kind `Pod`, `ReplicaSet`, `Deployment` or `Service`
    /// @param object its name
    /// @param reason one word, such as `Killing` or `BackOff`
    void event(Instant time, boolean warning, String kind, String object, String reason, String message);

    /// A pod came, went or changed in something that [ProcessCluster#pods()] shows, its usage aside.
    void podsChanged();
}
