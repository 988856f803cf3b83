package dev.headroom.keda;

import java.util.List;

/// What a poll of the triggers came to.
///
/// @param active whether one of them is, a fallback included
/// @param error whether one of them has neither a number nor a fallback
/// @param activeTriggers the metrics of the active ones
public record Activity(boolean active, boolean error, List<String> activeTriggers) {

    public Activity {
        activeTriggers = List.copyOf(activeTriggers);
    }
}
