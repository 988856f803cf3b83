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

    /// Whether the evaluations of a group keep their pace.
    ///
    /// @param evaluationTime of the last one
    /// @param iterations how often it was evaluated
    /// @param missed how many evaluations were left out because one before them took too long
    public record Pace(
            RuleGroup group, Duration interval, Duration evaluationTime, long iterations, long missed) {

        Pace with(Duration took) {
            return new Pace(group, interval, took, iterations, missed);
        }

        Pace after(Duration took, long leftOut) {
            return new Pace(group, interval, took, iterations + 1, missed + leftOut);
        }
    }
}
