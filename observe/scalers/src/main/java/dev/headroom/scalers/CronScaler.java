package dev.headroom.scalers;

import dev.headroom.triggers.CronSchedule;
import dev.headroom.triggers.CronTrigger;
import dev.headroom.triggers.Reading;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Whether the window of a cron trigger is open: it is when its end comes before its next start.
///
/// Both at the same instant is inside. A start that never comes leaves the window open for good, an end that never
/// comes, closed.
final class CronScaler implements Scaler {

    private final CronTrigger trigger;

    CronScaler(CronTrigger trigger) {
        this.trigger = trigger;
    }

    @Override
    public Reading read(Instant now) {
        return CronSchedule.zone(trigger.timezone())
                .map(zone -> reading(now, zone))
                .orElseGet(() -> new Reading.Failed(
                        "unable to load timezone: unknown time zone " + trigger.timezone()));
    }

    private Reading reading(Instant now, ZoneId zone) {
        var start = trigger.start().next(now, zone);
        var end = trigger.end().next(now, zone);
        boolean inside = start.isEmpty()
                || end.map(instant -> !start.get().isBefore(instant)).orElse(false);
        return new Reading.Number(inside ? trigger.desiredReplicas() : 0, Optional.of(inside));
    }
}
