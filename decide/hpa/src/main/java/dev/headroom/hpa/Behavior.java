package dev.headroom.hpa;

import dev.headroom.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How fast an autoscaler may move: `spec.behavior`, with the API server's defaults filled in.
///
/// An object without `behavior` is not the same as one with an empty `behavior`: the first is limited to twice the
/// replicas (at least 4) in each pass, the second by these policies over their periods.
public record Behavior(Rules scaleUp, Rules scaleDown) {

    public static final Rules DEFAULT_SCALE_UP = new Rules(
            Optional.of(0),
            SelectPolicy.MAX,
            List.of(new Policy(PolicyType.PODS, 4, 15), new Policy(PolicyType.PERCENT, 100, 15)),
            Optional.empty());

    public static final Rules DEFAULT_SCALE_DOWN = new Rules(
            Optional.empty(),
            SelectPolicy.MAX,
            List.of(new Policy(PolicyType.PERCENT, 100, 15)),
            Optional.empty());

    /// The rules of one direction.
    ///
    /// @param stabilizationWindowSeconds empty for the controller's own window
    /// @param tolerance how far the ratio to the target may be off; empty for the controller's own tolerance
    public record Rules(
            Optional<Integer> stabilizationWindowSeconds,
            SelectPolicy selectPolicy,
            List<Policy> policies,
            Optional<Quantity> tolerance) {
        public Rules {
            policies = List.copyOf(policies);
        }

        Duration window(Duration otherwise) {
            return stabilizationWindowSeconds.map(Duration::ofSeconds).orElse(otherwise);
        }

        public Rules with(SelectPolicy other) {
            return new Rules(stabilizationWindowSeconds, other, policies, tolerance);
        }

        /// The longest period of the policies.
        Duration longestPeriod() {
            return Duration.ofSeconds(
                    policies.stream().mapToInt(Policy::periodSeconds).max().orElse(0));
        }
    }

    /// Which of several policies counts; [#DISABLED] forbids the direction.
    public enum SelectPolicy {
        MAX("Max"),
        MIN("Min"),
        DISABLED("Disabled");

        private final String word;

        SelectPolicy(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public enum PolicyType {
        PODS("Pods"),
        PERCENT("Percent");

        private final String word;

        PolicyType(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// At most `value` pods or percent in any `periodSeconds`.
    public record Policy(PolicyType type, int value, int periodSeconds) {}
}
