package dev.headroom.triggers;

import dev.headroom.model.Quantity;

/// What KEDA makes of a [Reading]: the value that it serves and whether the trigger is active, or an error.
public sealed interface Judgement {

    /// @param noData why there was none, where KEDA reads that as 0; empty otherwise
    record Measured(Quantity value, boolean active, String noData) implements Judgement {}

    record Failed(String error) implements Judgement {}

    /// By KEDA's rules, `ignoreNullValues` among them.
    static Judgement of(Trigger trigger, Reading reading) {
        return switch (trigger) {
            case PrometheusTrigger prometheus -> of(prometheus, reading);
            case MetricsApiTrigger api -> of(api.activationTargetValue(), reading);
            case CronTrigger _ -> of(0, reading);
            case RedisListTrigger list -> of((double) list.activationListLength(), reading);
            case RedisStreamsTrigger streams -> of((double) streams.activationLagCount(), reading);
            case KafkaTrigger kafka -> of((double) kafka.activationLagThreshold(), reading);
            case ResourceTrigger resource ->
                throw new IllegalArgumentException("nobody asks for " + resource.metric().resource());
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
