package dev.headroom.triggers;

import dev.headroom.model.Quantity;
import java.util.OptionalDouble;

/// What KEDA makes of a [Reading]: the value that it serves and whether the trigger is active, or an error.
public sealed interface Judgement {

    /// @param noData why there was none, where KEDA reads that as 0; empty otherwise
    record Measured(Quantity value, boolean active, String noData) implements Judgement {}

    record Failed(String error) implements Judgement {}

    /// By KEDA's rules, `ignoreNullValues` among them.
    static Judgement of(Trigger trigger, Reading reading) {
        return switch (trigger) {
            case PrometheusTrigger prometheus -> of(prometheus, reading);
            case CronTrigger _ -> of(0, reading);
            case MetricsApiTrigger _, RedisListTrigger _, RedisStreamsTrigger _, KafkaTrigger _ ->
                of(activation(trigger).orElseThrow(), reading);
            case ResourceTrigger resource ->
                throw new IllegalArgumentException("nobody asks for " + resource.metric().resource());
        };
    }

    /// The value above which, strictly, a trigger is active; empty for those that go by something else than a value.
    static OptionalDouble activation(Trigger trigger) {
        return switch (trigger) {
            case PrometheusTrigger prometheus -> OptionalDouble.of(prometheus.activationThreshold());
            case MetricsApiTrigger api -> OptionalDouble.of(api.activationTargetValue());
            case RedisListTrigger list -> OptionalDouble.of((double) list.activationListLength());
            case RedisStreamsTrigger streams -> OptionalDouble.of((double) streams.activationLagCount());
            case KafkaTrigger kafka -> OptionalDouble.of((double) kafka.activationLagThreshold());
            case CronTrigger _, ResourceTrigger _ -> OptionalDouble.empty();
        };
    }

    private static Judgement of(PrometheusTrigger trigger, Reading reading) {
        double activation = trigger.activationThreshold();
        return switch (reading) {
            case Reading.Empty empty when trigger.readsNothingAsZero() -> zero(activation, empty.why());
            case Reading.NotANumber number when trigger.readsNothingAsZero() ->
                zero(activation, "prometheus query returns " + number.text());
            case Reading.NotANumber number -> new Failed("prometheus query returns " + number.text());
            case Reading.Number _, Reading.Empty _, Reading.Failed _ -> of(activation, reading);
        };
    }

    private static Judgement zero(double activation, String why) {
        return new Measured(TriggerMetric.quantity(0), 0 > activation, why);
    }

    private static Judgement of(double activation, Reading reading) {
        return switch (reading) {
            case Reading.Number number ->
                new Measured(
                        TriggerMetric.quantity(number.value()),
                        number.active().orElse(number.value() > activation),
                        "");
            case Reading.Empty empty -> new Failed(empty.why());
            case Reading.NotANumber number ->
                new Measured(TriggerMetric.quantity(number.value()), number.value() > activation, number.text());
            case Reading.Failed failed -> new Failed(failed.error());
        };
    }
}
