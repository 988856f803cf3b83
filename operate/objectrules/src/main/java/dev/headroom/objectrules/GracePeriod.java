package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Hooks that take all the time a pod has to end.
final class GracePeriod implements Rule {

    private static final int USUAL_GRACE = 30;
    private static final Pattern SLEEP = Pattern.compile("(?:^|[\\s;&|/])sleep\\s+(\\d+)s?(?:[\\s;&|]|$)");

    @Override
    public String id() {
        return "grace-period";
    }

    @Override
    public String title() {
        return "A preStop hook takes the whole terminationGracePeriodSeconds";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.workloads().stream().flatMap(workload -> workload.lastingContainers().stream()
                .flatMap(container -> finding(workload, container).stream()));
    }

    private Optional<Finding> finding(Workload workload, Field container) {
        var hook = Peek.at(container, "lifecycle", "preStop");
        int grace = Peek.integer(workload.podSpec(), "terminationGracePeriodSeconds").orElse(USUAL_GRACE);
        return sleep(hook)
                .filter(seconds -> seconds >= grace)
                .map(seconds -> warning(
                        hook.place(),
                        workload.what() + ", container " + Peek.text(container, "name").orElse("?")
                                + ": expected a preStop hook shorter than terminationGracePeriodSeconds, which is "
                                + grace
                                + ", got a sleep of " + seconds
                                + " s: each scale-down kills the process in the middle of its requests; raise"
                                + " terminationGracePeriodSeconds to " + (seconds + USUAL_GRACE)));
    }

    private static Optional<Integer> sleep(Field hook) {
        var command = Peek.items(hook, "exec", "command").stream()
                .flatMap(part -> Peek.text(part).stream())
                .collect(Collectors.joining(" "));
        var match = SLEEP.matcher(command);
        return Peek.integer(hook, "sleep", "seconds")
                .or(() -> match.find() ? Optional.of(Integer.parseInt(match.group(1))) : Optional.empty());
    }
}
