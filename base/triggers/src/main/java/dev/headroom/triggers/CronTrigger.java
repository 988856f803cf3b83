package dev.headroom.triggers;

import dev.headroom.model.Quantity;
import dev.headroom.triggers.Parameters.Parameter;
import java.util.Optional;

/// A window of time that comes again: between the firing of one schedule and that of another a number of replicas is
/// wanted.
///
/// @param timezone as written: whether it exists is known only when it is asked
public record CronTrigger(
        TriggerMetric.External metric, CronSchedule start, CronSchedule end, String timezone, long desiredReplicas)
        implements Trigger {

    static CronTrigger of(TriggerConfig config) {
        var type = config.externalMetricType();
        var parameters = new Parameters(config);
        var start = parameters.text(Parameter.of("start").required());
        var end = parameters.text(Parameter.of("end").required());
        var timezone = parameters.text(Parameter.of("timezone").required());
        long desiredReplicas = parameters.whole(Parameter.of("desiredReplicas").required());
        parameters.check(error("start", start)
                .or(() -> error("end", end))
                .or(() -> start.equals(end)
                        ? Optional.of("start and end can not have exactly same time input")
                        : Optional.empty())
                .or(() -> desiredReplicas == 0 ? Optional.of("no desiredReplicas specified") : Optional.empty()));
        parameters.finish("error parsing cron metadata: ");
        var name = config.metricName("cron-" + timezone + "-" + brief(start) + "-" + brief(end));
        return new CronTrigger(
                new TriggerMetric.External(name, type, Quantity.of(1, Quantity.Format.DECIMAL_SI)),
                CronSchedule.parse(start),
                CronSchedule.parse(end),
                timezone,
                desiredReplicas);
    }

    private static Optional<String> error(String which, String schedule) {
        try {
            CronSchedule.parse(schedule);
            return Optional.empty();
        } catch (TriggerException wrong) {
            return Optional.of("error parsing " + which + " schedule: " + wrong.text());
        }
    }

    /// A schedule without the characters that a metric's name cannot have.
    private static String brief(String schedule) {
        return schedule.replace(" ", "")
                .replace("*", "x")
                .replace("/", "Sl")
                .replace("?", "Qm")
                .replace(",", "Cm");
    }
}
