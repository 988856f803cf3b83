package dev.headroom.rules;

import dev.headroom.model.Labels;
import java.time.Duration;
import java.util.function.Supplier;

/// How rules are evaluated.
///
/// @param evaluationInterval of groups that name none
/// @param resendDelay the least time between two notifications of one alert
/// @param forGracePeriod the least time that a restored alert still waits before it fires
/// @param outageTolerance how old the last sample of an alert may be to restore it after a start
/// @param externalLabels what templates see as `$externalLabels`
/// @param externalUrl where people reach this program, without a slash at its end
/// @param restore whether the storage outlives a restart, so that pending alerts can be restored from it
public record RuleSettings(
        Duration evaluationInterval,
        Duration resendDelay,
        Duration forGracePeriod,
        Duration outageTolerance,
        Supplier<Labels> externalLabels,
        String externalUrl,
        boolean restore) {

    /// Prometheus' defaults, without restoring.
    public static RuleSettings standard(String externalUrl) {
        return new RuleSettings(
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Labels::empty,
                externalUrl,
                false);
    }

    /// The same, with labels that may change while rules run.
    public RuleSettings labelled(Supplier<Labels> labels) {
        return new RuleSettings(
                evaluationInterval, resendDelay, forGracePeriod, outageTolerance, labels, externalUrl, restore);
    }

    public RuleSettings every(Duration interval) {
        return new RuleSettings(
                interval, resendDelay, forGracePeriod, outageTolerance, externalLabels, externalUrl, restore);
    }

    /// For a storage that outlives a restart.
    public RuleSettings restoring() {
        return new RuleSettings(
                evaluationInterval, resendDelay, forGracePeriod, outageTolerance, externalLabels, externalUrl, true);
    }
}
