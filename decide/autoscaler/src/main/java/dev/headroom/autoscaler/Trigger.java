package dev.headroom.autoscaler;

import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricTarget;
import dev.headroom.model.Quantity;
import java.util.Map;
import java.util.Optional;

/// One event source of a ScaledObject.
public sealed interface Trigger {

    /// Its place among the triggers, from 0; external metrics are named after it.
    int index();

    /// What people call it; empty when it has no name.
    String name();

    /// The metric that it becomes in the generated autoscaler.
    MetricSpec metric(String scaledObject);

    /// A query to a server that speaks the HTTP API of Prometheus.
    ///
    /// @param average whether every replica should carry `threshold` (`metricType: AverageValue`, the default), or the
    ///     query's value be compared with it as it is (`Value`)
    /// @param activationThreshold above it, strictly, the target is awake
    /// @param ignoreNullValues as written; empty when it is not
    /// @param metadata all settings as written, also those that only whoever asks the server needs
    record Prometheus(
            int index,
            String name,
            boolean average,
            String serverAddress,
            String query,
            double threshold,
            double activationThreshold,
            Optional<Boolean> ignoreNullValues,
            Map<String, String> metadata)
            implements Trigger {

        public Prometheus {
            metadata = Map.copyOf(metadata);
        }

        /// `s0-prometheus`, whatever the trigger's name.
        public String metricName() {
            return "s" + index + "-prometheus";
        }

        @Override
        public MetricSpec metric(String scaledObject) {
            var target = KedaNumbers.quantity(threshold);
            return new MetricSpec.External(
                    GeneratedHpa.identifier(metricName(), scaledObject),
                    average ? MetricTarget.averageValue(target) : MetricTarget.value(target));
        }
    }

    /// `cpu` or `memory`, which the generated autoscaler reads by itself.
    ///
    /// @param container the only container that counts; empty for all
    record Resource(int index, String name, String resource, MetricTarget target, String container)
            implements Trigger {

        @Override
        public MetricSpec metric(String scaledObject) {
            return container.isEmpty()
                    ? new MetricSpec.Resource(resource, target)
                    : new MetricSpec.ContainerResource(resource, container, target);
        }
    }

    /// Numbers as KEDA passes them on.
    final class KedaNumbers {

        private KedaNumbers() {}

        /// Three decimals, rounded half to even on the exact binary value; what is negative or no number is 0.
        static Quantity quantity(double value) {
            if (!Double.isFinite(value) || value < 0) {
                return Quantity.parse("0");
            }
            return Quantity.parse(new java.math.BigDecimal(value)
                    .setScale(3, java.math.RoundingMode.HALF_EVEN)
                    .toPlainString());
        }
    }
}
