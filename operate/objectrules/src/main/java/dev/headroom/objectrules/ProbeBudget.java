package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Probes that end a container while it is still starting.
final class ProbeBudget implements Rule {

    private static final int USUAL_PERIOD = 10;
    private static final int USUAL_FAILURES = 3;

    /// A delay longer than this is a guess at how long the start takes.
    private static final int GUESS_SECONDS = 15;

    @Override
    public String id() {
        return "probe-budget";
    }

    @Override
    public String title() {
        return "Probes allow less time than the start takes";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.workloads().stream().flatMap(workload -> workload.containers().stream()
                .flatMap(container -> findings(workload, container).stream()));
    }

    private List<Finding> findings(Workload workload, Field container) {
        var what = workload.what() + ", container " + Peek.text(container, "name").orElse("?") + ": ";
        var startup = Peek.at(container, "startupProbe");
        var liveness = Peek.at(container, "livenessProbe");
        var readiness = Peek.at(container, "readinessProbe");
        var found = new ArrayList<Finding>();
        if (!startup.isMissing()) {
            Stream.of(liveness, readiness)
                    .filter(probe -> delay(probe) > budget(startup))
                    .forEach(probe -> found.add(warning(
                            startup.place(),
                            what + "expected the startupProbe to allow the " + delay(probe)
                                    + " s that another probe's initialDelaySeconds expects, got " + budget(startup)
                                    + " s: a slower start is ended and begun again for ever; raise failureThreshold to "
                                    + Math.ceilDiv(delay(probe), Math.max(1, period(startup))) + " or more")));
            deadline(workload, startup, what).forEach(found::add);
        } else if (!liveness.isMissing() && budget(liveness) <= delay(readiness)) {
            found.add(warning(
                    liveness.place(),
                    what + "expected the livenessProbe to allow more than the " + delay(readiness)
                            + " s before the readinessProbe starts, got " + budget(liveness)
                            + " s: the container is ended before anybody asks whether it is ready; add a"
                            + " startupProbe"));
        } else if (workload.kind().equals("Deployment") && delay(liveness) > GUESS_SECONDS) {
            found.add(info(
                    liveness.place(),
                    what + "expected a startupProbe, got a livenessProbe with initialDelaySeconds " + delay(liveness)
                            + ": a start of more than " + budget(liveness) + " s (a model to load, a cold cache, a busy"
                            + " node) is ended and begun again for ever; a startupProbe with failureThreshold "
                            + Math.ceilDiv(2 * budget(liveness), USUAL_PERIOD) + " and periodSeconds " + USUAL_PERIOD
                            + " allows twice as long and lets a fast start be fast"));
        }
        return found;
    }

    private Stream<Finding> deadline(Workload workload, Field startup, String what) {
        var field = Peek.at(workload.manifest().root(), "spec", "progressDeadlineSeconds");
        return Peek.integer(field)
                .filter(seconds -> seconds < budget(startup))
                .map(seconds -> warning(
                        field.place(),
                        what + "expected progressDeadlineSeconds of at least the " + budget(startup)
                                + " s that the startupProbe allows, got " + seconds
                                + ": a rollout is called failed while its pods still start"))
                .stream();
    }

    private static int delay(Field probe) {
        return Peek.integer(probe, "initialDelaySeconds").orElse(0);
    }

    private static int period(Field probe) {
        return Peek.integer(probe, "periodSeconds").orElse(USUAL_PERIOD);
    }

    /// The seconds after which a probe that always fails ends the container.
    private static int budget(Field probe) {
        return delay(probe) + period(probe) * Peek.integer(probe, "failureThreshold").orElse(USUAL_FAILURES);
    }
}
