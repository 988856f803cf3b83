package dev.headroom.shadow;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionText;
import dev.headroom.hpa.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the controllers of a cluster and Headroom want for one target at one instant, and why.
///
/// @param autoscaler `namespace/name` of the object that a person wrote
/// @param stock what the HorizontalPodAutoscaler's status says; without a number while it is not active
/// @param ours what was decided here; without a number when the decision abstains
/// @param misread numbers that the controllers act on and that are not what their names say, whoever agrees
public record Difference(Instant time, String autoscaler, Opinion stock, Opinion ours, List<Reason> misread) {

    public Difference {
        misread = List.copyOf(misread);
    }

    /// @param reasons in words, one line each
    public record Opinion(Optional<Integer> desired, List<String> reasons) {

        public Opinion {
            reasons = List.copyOf(reasons);
        }

        /// What was decided here.
        public static Opinion of(DecisionRecord record) {
            var reasons = new ArrayList<String>();
            reasons.add(DecisionText.summary(record));
            record.decision().reasons().forEach(reason -> reasons.add(reason.toString()));
            return new Opinion(record.desiredReplicas(), reasons);
        }
    }

    /// Who has no opinion leaves the replicas alone, and so agrees with who keeps them.
    public boolean agrees(int current) {
        return stock.desired().orElse(current).equals(ours.desired().orElse(current));
    }
}
