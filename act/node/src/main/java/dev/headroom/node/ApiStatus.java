package dev.headroom.node;

import dev.headroom.hpa.Pod.Phase;
import dev.headroom.processes.ContainerStatus.State;
import dev.headroom.processes.PodStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a pod does in the words of the API: `status` of a Pod as a kubelet writes it. The condition `PodScheduled` is
/// the scheduler's.
final class ApiStatus {

    private final Pod pod;
    private final String hostIP;
    private final Map<String, String> images = new TreeMap<>();

    /// @param pod as the API knows it
    /// @param hostIP the node's address
    ApiStatus(Pod pod, String hostIP) {
        this.pod = pod;
        this.hostIP = hostIP;
        Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .forEach(container -> images.put(container.getName(), container.getImage()));
    }

    /// Of a pod that runs, or has run.
    io.fabric8.kubernetes.api.model.PodStatus of(PodStatus status) {
        var builder = new PodStatusBuilder()
                .withPhase(phase(status.phase()))
                .withHostIP(hostIP)
                .addNewHostIP(hostIP)
                .withConditions(conditions(status))
                .withInitContainerStatuses(containers(status, true))
                .withContainerStatuses(containers(status, false));
        status.startTime().ifPresent(time -> builder.withStartTime(ApiTime.of(time)));
        if (!status.address().isEmpty()) {
            builder.withPodIP(status.address()).addNewPodIP(status.address());
        }
        return builder.build();
    }

    /// Of a pod that is over for good and goes away: like any that has ended, whatever its restart policy says.
    io.fabric8.kubernetes.api.model.PodStatus last(PodStatus status) {
        boolean failed = status.containers().stream()
                .anyMatch(container -> container.state() instanceof State.Terminated end && end.exitCode() != 0);
        var last = of(status);
        last.setPhase(failed ? "Failed" : "Succeeded");
        return last;
    }

    /// Of a pod that cannot run as it is written.
    io.fabric8.kubernetes.api.model.PodStatus of(PodReading.Refused refused, Instant since) {
        var waiting = new ContainerStateBuilder()
                .withNewWaiting().withReason(refused.reason()).withMessage(refused.message()).endWaiting()
                .build();
        var inits = pod.getSpec().getInitContainers();
        var builder = new PodStatusBuilder()
                .withPhase("Pending")
                .withHostIP(hostIP)
                .addNewHostIP(hostIP)
                .withStartTime(ApiTime.of(since))
                .withInitContainerStatuses(inits.stream().map(each -> waiting(each, waiting)).toList())
                .withContainerStatuses(pod.getSpec().getContainers().stream()
                        .map(each -> waiting(each, waiting))
                        .toList());
        for (var type : List.of("Initialized", "ContainersReady", "Ready")) {
            boolean holds = type.equals("Initialized") && inits.isEmpty();
            builder.addToConditions(condition(type, holds, since, holds ? "" : refused.reason(), refused.message()));
        }
        return builder.build();
    }

    private static ContainerStatus waiting(Container container, ContainerState state) {
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withReady(false)
                .withStarted(false)
                .withRestartCount(0)
                .withState(state)
                .build();
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case PENDING -> "Pending";
            case RUNNING -> "Running";
            case SUCCEEDED -> "Succeeded";
            case FAILED -> "Failed";
            case UNKNOWN -> "Unknown";
        };
    }

    private static List<PodCondition> conditions(PodStatus status) {
        var unready = status.containers().stream()
                .filter(container -> !container.init() && !container.ready())
                .map(dev.headroom.processes.ContainerStatus::name)
                .toList();
        var why = switch (status.phase()) {
            case SUCCEEDED -> "PodCompleted";
            case FAILED -> "PodFailed";
            case PENDING, RUNNING, UNKNOWN -> "ContainersNotReady";
        };
        var conditions = new ArrayList<PodCondition>();
        for (var condition : status.conditions()) {
            var since = condition.lastTransitionTime();
            switch (condition.type()) {
                case "PodScheduled" -> {
                    // The scheduler's own.
                }
                case "Initialized" ->
                    conditions.add(condition(
                            "Initialized", condition.status(), since, "ContainersNotInitialized",
                            "not all init containers have completed"));
                default ->
                    conditions.add(condition(
                            condition.type(), condition.status(), since, why,
                            "containers with unready status: [" + String.join(" ", unready) + "]"));
            }
        }
        return conditions;
    }

    /// @param reason and `message` when it does not hold
    private static PodCondition condition(
            String type, boolean holds, Instant since, String reason, String message) {
        var builder = new PodConditionBuilder()
                .withType(type)
                .withStatus(holds ? "True" : "False")
                .withLastTransitionTime(ApiTime.of(since));
        return holds ? builder.build() : builder.withReason(reason).withMessage(message).build();
    }

    private List<ContainerStatus> containers(PodStatus status, boolean init) {
        return status.containers().stream()
                .filter(container -> container.init() == init)
                .map(this::container)
                .toList();
    }

    private ContainerStatus container(dev.headroom.processes.ContainerStatus container) {
        var builder = new ContainerStatusBuilder()
                .withName(container.name())
                .withImage(images.getOrDefault(container.name(), ""))
                .withImageID("")
                .withReady(container.ready())
                .withStarted(container.started())
                .withRestartCount(container.restarts())
                .withState(state(container.state()));
        container.pid().ifPresent(pid -> builder.withContainerID("process://" + pid));
        container.lastTermination().ifPresent(last -> builder.withLastState(state(last)));
        return builder.build();
    }

    private static ContainerState state(State state) {
        var builder = new ContainerStateBuilder();
        return switch (state) {
            case State.Waiting(var reason, var message) ->
                builder.withNewWaiting().withReason(reason).withMessage(orNull(message)).endWaiting().build();
            case State.Running(var startedAt) ->
                builder.withNewRunning().withStartedAt(ApiTime.of(startedAt)).endRunning().build();
            case State.Terminated(var code, var reason, var message, var startedAt, var finishedAt) ->
                builder.withNewTerminated()
                        .withExitCode(code)
                        .withReason(reason)
                        .withMessage(orNull(message))
                        .withStartedAt(ApiTime.of(startedAt))
                        .withFinishedAt(ApiTime.of(finishedAt))
                        .endTerminated()
                        .build();
        };
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
