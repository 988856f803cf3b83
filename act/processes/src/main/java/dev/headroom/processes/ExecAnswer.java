package dev.headroom.processes;

import dev.headroom.machine.ProcessGroup.Outcome;
import dev.headroom.workloads.Probe;
import java.time.Duration;
import java.util.List;

/// What a command that ran as a probe means.
final class ExecAnswer {

    private ExecAnswer() {}

    static Probes.Answer of(List<String> argv, Probe probe, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited(var code, var output) ->
                code == 0 ? new Probes.Answer.Success() : new Probes.Answer.Failure(output.strip());
            case Outcome.TimedOut _ ->
                new Probes.Answer.Failure("command timed out: \"" + String.join(" ", argv) + "\" timed out after "
                        + compact(probe.timeout()));
            case Outcome.NotStarted(var error) -> new Probes.Answer.Failed(error);
        };
    }

    /// As Go writes it: `10s`, `2m40s`.
    static String compact(Duration wait) {
        long minutes = wait.toMinutes();
        return (minutes > 0 ? minutes + "m" : "") + wait.toSecondsPart() + "s";
    }
}
