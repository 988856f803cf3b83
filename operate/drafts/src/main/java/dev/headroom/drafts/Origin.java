package dev.headroom.drafts;

import dev.headroom.manifests.Field;

/// What a query is for.
public sealed interface Origin {

    /// In words.
    String what();

    /// A Prometheus trigger of a ScaledObject.
    record OfTrigger(Scaler scaler, Trigger trigger) implements Origin {
        @Override
        public String what() {
            return trigger.what() + " of " + scaler.what();
        }
    }

    record OfAlert(RuleDraft rule) implements Origin {
        @Override
        public String what() {
            return "alert \"" + rule.name() + '"';
        }
    }

    record OfRecording(RuleDraft rule) implements Origin {
        @Override
        public String what() {
            return "recording rule \"" + rule.name() + '"';
        }
    }

    /// The `metricsQuery` of a rule of prometheus-adapter.
    record OfAdapter(AdapterRule rule) implements Origin {
        @Override
        public String what() {
            return rule.what();
        }
    }

    /// Typed by hand.
    record OfHand() implements Origin {
        @Override
        public String what() {
            return "query";
        }
    }

    /// One rule of a rule file or a PrometheusRule.
    ///
    /// @param name what it records, or the alert's name
    /// @param group the group it is in
    record RuleDraft(String name, boolean alert, Field field, Field group) {}
}
