package dev.headroom.processes;

import dev.headroom.processes.ContainerStatus.State;
import java.util.List;
import java.util.Optional;

/// What `kubectl get pods` says in its STATUS column instead of the phase. Source: kubectl's printer for pods.
final class StatusColumn {

    private StatusColumn() {}

    /// Empty when the phase says it all.
    static String reason(List<ContainerStatus> containers, boolean ending) {
        if (ending) {
            return "Terminating";
        }
        var inits = containers.stream().filter(ContainerStatus::init).toList();
        for (int i = 0; i < inits.size(); i++) {
            var init = initReason(inits.get(i).state(), i, inits.size());
            if (init.isPresent()) {
                return init.get();
            }
        }
        // From last to first, so the first one's reason wins.
        var reason = "";
        for (var container : containers.reversed()) {
            if (!container.init()) {
                reason = switch (container.state()) {
                    case State.Waiting waiting -> waiting.reason();
                    case State.Terminated terminated -> terminated.reason();
                    case State.Running _ -> reason;
                };
            }
        }
        return reason;
    }

    private static Optional<String> initReason(State state, int done, int count) {
        return switch (state) {
            case State.Terminated terminated ->
                terminated.exitCode() == 0 ? Optional.empty() : Optional.of("Init:" + terminated.reason());
            case State.Waiting(var reason, _) when reason.equals("CrashLoopBackOff") -> Optional.of("Init:" + reason);
            case State.Waiting _, State.Running _ -> Optional.of("Init:" + done + "/" + count);
        };
    }
}
