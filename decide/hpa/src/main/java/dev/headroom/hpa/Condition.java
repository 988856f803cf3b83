package dev.headroom.hpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One condition of an object's status: `AbleToScale`, `ScalingActive`, `ScalingLimited`, ...
///
/// @param status `True`, `False` or `Unknown`
/// @param lastTransitionTime when `status` last changed; a new reason or message leaves it
public record Condition(String type, String status, Instant lastTransitionTime, String reason, String message) {

    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(each -> each.type().equals(type)).findFirst();
    }

    boolean isTrue() {
        return status.equals("True");
    }

    /// The conditions with this one in its old place, or at the end.
    List<Condition> in(List<Condition> conditions) {
        var all = new ArrayList<Condition>();
        boolean placed = false;
        for (var each : conditions) {
            if (each.type().equals(type)) {
                boolean same = each.status().equals(status);
                var time = same ? each.lastTransitionTime() : lastTransitionTime;
                all.add(new Condition(type, status, time, reason, message));
                placed = true;
            } else {
                all.add(each);
            }
        }
        if (!placed) {
            all.add(this);
        }
        return List.copyOf(all);
    }
}
