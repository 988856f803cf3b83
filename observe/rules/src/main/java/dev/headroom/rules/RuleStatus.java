package dev.headroom.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How one rule fares: an entry of `rules` in `/api/v1/rules`.
///
/// @param query the expression as Prometheus prints it
/// @param alerts the alerts that are pending or firing, of an alerting rule
/// @param lastError empty when the last evaluation went well
public record RuleStatus(
        Rule rule,
        String query,
        Health health,
        String lastError,
        AlertState.Phase state,
        List<AlertState> alerts,
        Optional<Instant> lastEvaluation,
        Duration evaluationTime) {

    /// The words of Prometheus' API.
    public enum Health {
        UNKNOWN,
        OK,
        ERR;

        public String word() {
            return switch (this) {
                case UNKNOWN -> "unknown";
                case OK -> "ok";
                case ERR -> "err";
            };
        }
    }

    public RuleStatus {
        alerts = List.copyOf(alerts);
    }

    /// How one group fares: an entry of `groups` in `/api/v1/rules`.
    public record Group(
            RuleGroup group,
            Duration interval,
            List<RuleStatus> rules,
            Optional<Instant> lastEvaluation,
            Duration evaluationTime) {
        public Group {
            rules = List.copyOf(rules);
        }
    }
}
