package dev.headroom.hpa;

import dev.headroom.hpa.HpaMemory.HpaStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one pass of the HorizontalPodAutoscaler came to.
///
/// The replicas have not been asked for yet: where they change ([#rescales]), whoever asks says how it went with
/// [#applied] or [#refused], and takes status, memory and events from what that returns. A scale event is remembered
/// only once it was applied, as in the controller.
///
/// @param scaled what moved the replicas in the controller's words, empty where they stay
/// @param proposals one per metric; empty where the metrics were not asked
/// @param best the largest proposal, before stabilization and limits
/// @param limits the steps after the metrics that changed the count, in their order, as reasons
/// @param error what the controller would log; a pass may scale and have one all the same
public record HpaPass(
        HorizontalPodAutoscaler hpa,
        Instant now,
        int current,
        int desired,
        String scaled,
        List<Proposal> proposals,
        Optional<Best> best,
        List<Reason> limits,
        HpaMemory memory,
        List<ObjectEvent> events,
        Optional<String> error) {

    public HpaPass {
        proposals = List.copyOf(proposals);
        limits = List.copyOf(limits);
        events = List.copyOf(events);
    }

    /// The largest proposal and the metric that made it, in the controller's words.
    public record Best(int replicas, String metric) {}

    /// An event of the object, as `kubectl get events` shows it.
    ///
    /// @param type `Normal` or `Warning`
    public record ObjectEvent(String type, String reason, String text) {
        static ObjectEvent warning(String reason, String text) {
            return new ObjectEvent("Warning", reason, text);
        }
    }

    public boolean rescales() {
        return desired != current;
    }

    /// The pass once the replicas were asked for.
    public HpaPass applied(HpaSettings settings) {
        var text = "the HPA controller was able to update the target scale to " + desired;
        var status = memory.status().with(new Condition("AbleToScale", "True", now, "SucceededRescale", text));
        status = scaledToZero(status, settings).counted(current, desired, metrics()).scaledAt(now);
        var ups = memory.scaleUps();
        var downs = memory.scaleDowns();
        if (hpa.behavior().isPresent()) {
            var behavior = hpa.behavior().get();
            if (desired > current) {
                ups = ScalingLimits.noted(ups, desired - current, now, behavior.scaleUp().longestPeriod());
            } else {
                downs = ScalingLimits.noted(
                        downs, current - desired, now, behavior.scaleDown().longestPeriod());
            }
        }
        var event = new ObjectEvent("Normal", "SuccessfulRescale", "New size: " + desired + "; reason: " + scaled);
        return ended(new HpaMemory(memory.recommendations(), ups, downs, status), event, error);
    }

    /// The pass when asking for the replicas failed.
    public HpaPass refused(String why) {
        var status = memory.status()
                .with(new Condition(
                        "AbleToScale",
                        "False",
                        now,
                        "FailedUpdateScale",
                        "the HPA controller was unable to update the target scale: " + why))
                .counted(current, memory.status().desiredReplicas(), metrics());
        var event = ObjectEvent.warning(
                "FailedRescale", "New size: " + desired + "; reason: " + scaled + "; error: " + why);
        return ended(
                memory.with(status),
                event,
                Optional.of("failed to rescale " + hpa.scaleTargetRef() + ": " + why));
    }

    private HpaPass ended(HpaMemory after, ObjectEvent event, Optional<String> trouble) {
        var all = new ArrayList<>(events);
        all.add(event);
        return new HpaPass(hpa, now, current, desired, scaled, proposals, best, limits, after, all, trouble);
    }

    private HpaStatus scaledToZero(HpaStatus status, HpaSettings settings) {
        if (!settings.gates().scaleToZero()) {
            return status.without("ScaledToZero");
        }
        boolean toZero = current > 0 && desired == 0 && hpa.minReplicas() == 0 && hpa.hasObjectOrExternalMetric();
        return status.with(
                toZero
                        ? new Condition(
                                "ScaledToZero",
                                "True",
                                now,
                                "ScaledToZero",
                                "the HPA controller scaled the workload to zero")
                        : new Condition(
                                "ScaledToZero",
                                "False",
                                now,
                                "NotScaledToZero",
                                "the HPA controller did not scale the workload to zero"));
    }

    List<MetricStatus> metrics() {
        return proposals.stream().map(Proposal::status).toList();
    }
}
