package dev.headroom.autoscaler;

import dev.headroom.hpa.Reason;
import java.util.List;

/// What the autoscaler wants for one scale target at one instant, and why.
///
/// Missing data is a third answer, neither an error nor zero load: an autoscaler that reads
/// "no data" as "no load" scales a busy service down exactly when its metrics pipeline breaks.
public sealed interface Decision {

    /// The reasons in the order they were applied, never empty.
    List<Reason> reasons();

    /// The scale target should run `desired` replicas instead of `current`.
    record Scale(int current, int desired, List<Reason> reasons) implements Decision {
        public Scale {
            reasons = checked(reasons);
            if (current == desired) {
                throw new IllegalArgumentException("scale from " + current + " to itself");
            }
        }
    }

    /// The scale target already runs the right number of replicas.
    record Hold(int current, List<Reason> reasons) implements Decision {
        public Hold {
            reasons = checked(reasons);
        }
    }

    /// The signals allow no opinion; whoever acts leaves the replica count alone.
    record Abstain(List<Reason> reasons) implements Decision {
        public Abstain {
            reasons = checked(reasons);
        }
    }

    private static List<Reason> checked(List<Reason> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a decision without a reason");
        }
        return List.copyOf(reasons);
    }
}
