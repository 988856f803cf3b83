package dev.headroom.notifier;

import dev.headroom.config.AlertingConfig.Alertmanagers;
import java.util.concurrent.CompletableFuture;

/// Brings a batch to one Alertmanager.
@FunctionalInterface
public interface AlertSender {

    /// @param url where its alerts are posted
    /// @param json the batch, as its API wants it
    CompletableFuture<Outcome> send(String url, String json, Alertmanagers how);

    /// What came of it.
    sealed interface Outcome {

        /// The Alertmanager knows the alerts.
        record Delivered() implements Outcome {}

        /// It may take them later: it is down, overloaded, or did not answer in time.
        record Unreachable(String why) implements Outcome {}

        /// It will never take them.
        record Refused(String why) implements Outcome {}
    }
}
