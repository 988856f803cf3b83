package dev.headroom.keda;

import dev.headroom.hpa.Behavior;
import dev.headroom.hpa.Behavior.Policy;
import dev.headroom.hpa.Behavior.SelectPolicy;
import dev.headroom.model.Quantity;
import java.util.List;
import java.util.Optional;

/// `behavior` of an autoscaler as it is written, before the API server fills in what is missing.
public record WrittenBehavior(Optional<Rules> scaleUp, Optional<Rules> scaleDown) {

    static final WrittenBehavior EMPTY = new WrittenBehavior(Optional.empty(), Optional.empty());

    /// @param policies empty when there are none
    public record Rules(
            Optional<Integer> stabilizationWindowSeconds,
            Optional<SelectPolicy> selectPolicy,
            List<Policy> policies,
            Optional<Quantity> tolerance) {

        static final Rules EMPTY = new Rules(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

        public Rules {
            policies = List.copyOf(policies);
        }

        private Rules disabled() {
            return new Rules(stabilizationWindowSeconds, Optional.of(SelectPolicy.DISABLED), policies, tolerance);
        }

        private Behavior.Rules defaulted(Behavior.Rules defaults) {
            return new Behavior.Rules(
                    stabilizationWindowSeconds.or(defaults::stabilizationWindowSeconds),
                    selectPolicy.orElse(defaults.selectPolicy()),
                    policies.isEmpty() ? defaults.policies() : policies,
                    tolerance);
        }
    }

    WrittenBehavior withoutScaleUp() {
        return new WrittenBehavior(Optional.of(scaleUp.orElse(Rules.EMPTY).disabled()), scaleDown);
    }

    WrittenBehavior withoutScaleDown() {
        return new WrittenBehavior(scaleUp, Optional.of(scaleDown.orElse(Rules.EMPTY).disabled()));
    }

    /// As the API server stores it.
    Behavior defaulted() {
        return new Behavior(
                scaleUp.orElse(Rules.EMPTY).defaulted(Behavior.DEFAULT_SCALE_UP),
                scaleDown.orElse(Rules.EMPTY).defaulted(Behavior.DEFAULT_SCALE_DOWN));
    }
}
