package dev.headroom.hpa;

import dev.headroom.model.Quantity;
import java.util.Optional;

/// One entry of `status.currentMetrics`: what a metric of the spec was at the last pass.
///
/// @param current empty when the metric could not be read; the API shows such an entry as `{"type": ""}`
public record MetricStatus(MetricSpec metric, Optional<Current> current) {

    /// @param averageUtilization percent of the requests
    public record Current(
            Optional<Quantity> value, Optional<Quantity> averageValue, Optional<Integer> averageUtilization) {

        static Current value(long milli) {
            return new Current(Optional.of(decimal(milli)), Optional.empty(), Optional.empty());
        }

        static Current averageValue(Quantity quantity) {
            return new Current(Optional.empty(), Optional.of(quantity), Optional.empty());
        }

        static Current utilization(int percent, Quantity average) {
            return new Current(Optional.empty(), Optional.of(average), Optional.of(percent));
        }
    }

    static Quantity decimal(long milli) {
        return Quantity.ofMilli(milli, Quantity.Format.DECIMAL_SI);
    }

    /// Memory prints with a binary suffix where that is exact, everything else decimally. It is what the API returns:
    /// the text was written and read once, so that `333000000` comes back as `333M`.
    static Quantity ofResource(String resource, long milli) {
        return resource.equals("memory")
                ? Quantity.parse(Quantity.ofMilli(milli, Quantity.Format.BINARY_SI).toString())
                : decimal(milli);
    }
}
