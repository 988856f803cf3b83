package dev.headroom.hpa;

import dev.headroom.model.ScaleTargetRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Something whose replicas can be counted and set: processes on this machine, a workload in a cluster, or queues in
/// the simulator. All of them pass one contract test.
public interface ScaleTarget {

    ScaleTargetRef ref();

    /// The scale subresource.
    ///
    /// @throws UnreadableScaleException when it does not exist, or whoever knows it does not answer
    Scale scale();

    /// The replicas that exist, those that start or drain included, sorted by name.
    List<Pod> pods();

    /// What each replica's containers use, newest reading of each; replicas without a reading are left out.
    List<Usage> usage();

    /// Asks for a number of replicas and returns at once; starting and draining take their time.
    Update scaleTo(int replicas);

    /// @param specReplicas what was asked for
    /// @param statusReplicas what exists
    /// @param selector the text form of the label selector
    record Scale(int specReplicas, int statusReplicas, String selector) {}

    /// A reading of the resources one replica uses, as metrics-server reports it.
    ///
    /// @param containers container name, to resource name, to usage in milli-units
    record Usage(String pod, Instant timestamp, Duration window, Map<String, Map<String, Long>> containers) {}

    /// What became of a request for replicas.
    sealed interface Update {
        record Accepted() implements Update {}

        record Refused(String reason) implements Update {}
    }
}
