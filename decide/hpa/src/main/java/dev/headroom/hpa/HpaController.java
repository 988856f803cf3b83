package dev.headroom.hpa;

import dev.headroom.hpa.HpaMemory.HpaStatus;
import dev.headroom.hpa.HpaMemory.Recommendation;
import dev.headroom.hpa.HpaPass.Best;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One pass of the HorizontalPodAutoscaler controller, as a function: object, world and memory in, [HpaPass] out.
///
/// Three stages: what each metric proposes ([MetricProposer]), the largest of them, then the chain of stabilization and
/// limits. Texts, reasons and order are those of Kubernetes 1.36.
public final class HpaController {

    private final HorizontalPodAutoscaler hpa;
    private final HpaWorld seen;
    private final HpaSettings settings;
    private final int current;
    private final List<ObjectEvent> events = new ArrayList<>();
    private final List<Reason> limits = new ArrayList<>();
    private List<Proposal> proposals = List.of();
    private Optional<Best> best = Optional.empty();
    private Optional<String> error = Optional.empty();
    private HpaMemory memory;

    private HpaController(HorizontalPodAutoscaler hpa, HpaWorld seen, HpaMemory memory, HpaSettings settings) {
        this.hpa = hpa;
        this.seen = seen;
        this.memory = memory;
        this.settings = settings;
        this.current = seen.scale().specReplicas();
    }

    public static HpaPass pass(HorizontalPodAutoscaler hpa, HpaWorld seen, HpaMemory memory, HpaSettings settings) {
        return new HpaController(hpa, seen, memory, settings).run();
    }

    /// The pass of an object whose target cannot be read.
    ///
    /// @param why the inner error
    /// @param words the controller's words in front of it: `failed to query scale subresource for Deployment/shop/web`
    public static HpaPass unreachable(
            HorizontalPodAutoscaler hpa, Instant now, HpaMemory memory, String why, String words) {
        var status = memory.status()
                .with(new Condition(
                        "AbleToScale",
                        "False",
                        now,
                        "FailedGetScale",
                        "the HPA controller was unable to get the target's current scale: " + why));
        int count = status.currentReplicas();
        return new HpaPass(
                hpa,
                now,
                count,
                count,
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                memory.with(status),
                List.of(ObjectEvent.warning("FailedGetScale", why)),
                Optional.of(words + ": " + why));
    }

    private HpaPass run() {
        condition("AbleToScale", true, "SucceededGetScale",
                "the HPA controller was able to get the target's current scale");
        if (memory.recommendations().isEmpty()) {
            memory = memory.with(List.of(new Recommendation(current, seen.now())));
        }
        boolean wasZeroed = settings.gates().scaleToZero()
                && Condition.find(memory.status().conditions(), "ScaledToZero")
                        .map(Condition::isTrue)
                        .orElse(false);
        boolean wakes = wasZeroed && (hpa.minReplicas() != 0 || hpa.hasObjectOrExternalMetric());
        if (current == 0 && !wakes) {
            condition("ScalingActive", false, "ScalingDisabled",
                    "scaling is disabled since the replica count of the target is zero");
            if (!settings.gates().scaleToZero()) {
                memory = memory.with(memory.status().without("ScaledToZero"));
            }
            return ended(0, "");
        }
        if (current > hpa.maxReplicas()) {
            limits.add(new Reason(
                    "TooManyReplicas", current + " replicas are more than maxReplicas " + hpa.maxReplicas()));
            return ended(hpa.maxReplicas(), "Current number of replicas above Spec.MaxReplicas");
        }
        if (current != 0 && current < hpa.minReplicas()) {
            limits.add(new Reason(
                    "TooFewReplicas", current + " replicas are fewer than minReplicas " + hpa.minReplicas()));
            return ended(hpa.minReplicas(), "Current number of replicas below Spec.MinReplicas");
        }
        return byMetrics(current == 0);
    }

    private HpaPass byMetrics(boolean wakesUp) {
        if (!proposed()) {
            var previous = memory.status();
            memory = memory.with(previous.counted(current, previous.desiredReplicas(), statuses()));
            var reference = hpa.scaleTargetRef();
            events.add(ObjectEvent.warning("FailedComputeMetricsReplicas", error.orElse("")));
            error = Optional.of("failed to compute desired number of replicas based on listed metrics for " + reference
                    + ": " + error.orElse(""));
            return result(current, "");
        }
        int wanted = Math.max(0, best.map(Best::replicas).orElse(0));
        var reason = "";
        if (wanted > current) {
            reason = best.map(Best::metric).orElse("") + " above target";
        } else if (wanted < current) {
            reason = "All metrics below target";
        }
        int desired = normalized(wanted);
        if (wakesUp && hpa.minReplicas() != 0 && desired < hpa.minReplicas()) {
            desired = hpa.minReplicas();
            reason = reason.isEmpty() ? "Current number of replicas below Spec.MinReplicas" : reason;
        }
        return ended(desired, reason);
    }

    /// Asks the metrics; whether they may move the replicas.
    private boolean proposed() {
        Optional<List<Pod>> pods = selected();
        if (pods.isEmpty()) {
            return false;
        }
        var tolerance = Tolerance.of(settings, hpa.behavior());
        var calculator = new ReplicaCalculator(seen, pods.get(), tolerance, settings);
        var proposer = new MetricProposer(hpa.namespace(), seen.readings(), calculator);
        proposals = hpa.metrics().stream().map(proposer::propose).toList();
        var failures = new ArrayList<Proposal.Failed>();
        int most = 0;
        var name = "";
        for (var proposal : proposals) {
            switch (proposal) {
                case Proposal.Failed failed -> {
                    failures.add(failed);
                    events.add(ObjectEvent.warning(failed.reason(), failed.inner()));
                }
                case Proposal.Replicas replicas -> {
                    if (most == 0 || replicas.count() > most) {
                        most = replicas.count();
                        name = replicas.metric();
                    }
                }
            }
        }
        if (!failures.isEmpty()) {
            error = Optional.of("invalid metrics (" + failures.size() + " invalid out of " + proposals.size()
                    + "), first error is: " + failures.getFirst().error());
        }
        if (failures.size() == proposals.size() || (!failures.isEmpty() && most < current)) {
            var first = failures.getFirst();
            condition("ScalingActive", false, first.reason(),
                    "the HPA was unable to compute the replica count: " + first.inner());
            if (failures.size() < proposals.size()) {
                limits.add(new Reason(
                        first.reason(),
                        "the other metrics want " + MetricText.count(most) + ", but nothing is taken away while "
                                + first.spec().name() + " has no number"));
            }
            return false;
        }
        best = Optional.of(new Best(most, name));
        condition("ScalingActive", true, "ValidMetricFound",
                "the HPA was able to successfully calculate a replica count from " + name);
        return true;
    }

    /// The pods of the target, unless its selector is unusable.
    private Optional<List<Pod>> selected() {
        var text = seen.scale().selector();
        if (text.isEmpty()) {
            return refused("SelectorRequired", "selector is required", "the HPA target's scale is missing a selector");
        }
        LabelSelector selector;
        try {
            selector = LabelSelector.parse(text);
        } catch (LabelSelectorException wrong) {
            var why = "couldn't convert selector into a corresponding internal selector object: " + wrong.getMessage();
            return refused("InvalidSelector", why, why);
        }
        var pods = seen.pods().stream()
                .filter(pod -> selector.matches(pod.labels()))
                .sorted(Comparator.comparing(Pod::name))
                .toList();
        var rivals = seen.neighbours().stream()
                .filter(each -> each.key().startsWith(hpa.namespace() + "/"))
                .filter(each -> pods.stream().anyMatch(pod -> each.selector().matches(pod.labels())))
                .map(HpaWorld.Neighbour::key)
                .toList();
        if (!rivals.isEmpty()) {
            var keys = new ArrayList<>(rivals);
            keys.add(hpa.key());
            var why = "pods by selector " + text + " are controlled by multiple HPAs: ["
                    + String.join(" ", keys.stream().sorted().toList()) + "]";
            return refused("AmbiguousSelector", why, why);
        }
        return Optional.of(pods);
    }

    private Optional<List<Pod>> refused(String event, String text, String message) {
        events.add(ObjectEvent.warning(event, text));
        condition("ScalingActive", false, event.equals("SelectorRequired") ? "InvalidSelector" : event, message);
        error = Optional.of(text);
        return Optional.empty();
    }

    /// The chain after the metrics: stabilization, then policies and bounds.
    private int normalized(int wanted) {
        var chain = Normalization.of(hpa, wanted, current, memory, new Normalization.Moment(seen.now(), settings));
        var stable = chain.stable();
        var limited = chain.limited();
        condition("AbleToScale", true, stable.reason(), stable.message());
        condition("ScalingLimited", limited.limited(), limited.reason(), limited.message());
        if (stable.replicas() != wanted) {
            limits.add(new Reason(
                    stable.reason(),
                    stable.message() + ": " + stable.replicas() + " instead of " + wanted));
        }
        if (limited.limited()) {
            limits.add(new Reason(
                    limited.reason(),
                    limited.message() + ": " + limited.replicas() + " instead of " + stable.replicas()));
        }
        memory = memory.with(stable.recommendations());
        return limited.replicas();
    }

    private void condition(String type, boolean status, String reason, String message) {
        var condition = new Condition(type, status ? "True" : "False", seen.now(), reason, message);
        memory = memory.with(memory.status().with(condition));
    }

    private HpaPass ended(int desired, String scaled) {
        if (desired == current) {
            HpaStatus status = memory.status();
            memory = memory.with(status.counted(current, desired, statuses()));
        }
        return result(desired, scaled);
    }

    private List<MetricStatus> statuses() {
        return proposals.stream().map(Proposal::status).toList();
    }

    private HpaPass result(int desired, String scaled) {
        return new HpaPass(
                hpa, seen.now(), current, desired, scaled, proposals, best, limits, memory, events, error);
    }
}
