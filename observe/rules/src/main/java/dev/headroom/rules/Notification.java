package dev.headroom.rules;

import dev.headroom.model.Labels;
import java.time.Instant;
import java.util.Map;

/// An alert as an Alertmanager is told of it, before external labels.
///
/// @param startsAt when it fired
/// @param endsAt when it ended, or until when it may be believed if nobody says more
/// @param generatorUrl where its expression can be looked at
public record Notification(
        Labels labels, Map<String, String> annotations, Instant startsAt, Instant endsAt, String generatorUrl) {

    public Notification {
        annotations = Map.copyOf(annotations);
    }
}
