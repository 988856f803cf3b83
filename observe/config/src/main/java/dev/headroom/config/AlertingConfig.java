package dev.headroom.config;

import dev.headroom.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;

/// The section `alerting`: which Alertmanagers are told, and how alerts are relabelled before.
public record AlertingConfig(List<RelabelRule> alertRelabeling, List<Alertmanagers> alertmanagers) {

    public static final AlertingConfig NONE = new AlertingConfig(List.of(), List.of());

    public AlertingConfig {
        alertRelabeling = List.copyOf(alertRelabeling);
        alertmanagers = List.copyOf(alertmanagers);
    }

    /// A set of Alertmanagers that are all told the same.
    ///
    /// @param relabeling what is done to their targets
    /// @param alertRelabeling what is done to the alerts that they get, after `alert_relabel_configs`
    public record Alertmanagers(
            String scheme,
            String pathPrefix,
            Duration timeout,
            HttpClientConfig http,
            List<SdConfig> discoveries,
            List<RelabelRule> relabeling,
            List<RelabelRule> alertRelabeling) {

        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

        public Alertmanagers {
            discoveries = List.copyOf(discoveries);
            relabeling = List.copyOf(relabeling);
            alertRelabeling = List.copyOf(alertRelabeling);
        }
    }
}
