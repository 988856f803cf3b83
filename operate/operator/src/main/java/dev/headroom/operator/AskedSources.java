package dev.headroom.operator;

import dev.headroom.keda.Sources;
import dev.headroom.scalers.Scaler;
import dev.headroom.scalers.Scalers;
import dev.headroom.timeline.Timeline;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The sources of triggers, asked over the network as KEDA asks them.
final class AskedSources implements Sources {

    /// How many built sources are kept (limit `keptSources`).
    private static final int KEPT = 20_000;

    private final Scalers scalers;
    private final Timeline timeline;
    private final Map<Trigger, Scaler> built = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Trigger, Scaler> eldest) {
            return size() > KEPT;
        }
    };

    AskedSources(Scalers scalers, Timeline timeline) {
        this.scalers = scalers;
        this.timeline = timeline;
    }

    @Override
    public Reading ask(Trigger trigger) {
        return scaler(trigger)
                .map(scaler -> scaler.read(timeline.now()))
                .orElseGet(() -> new Reading.Failed("nobody asks for a resource of pods"));
    }

    private synchronized Optional<Scaler> scaler(Trigger trigger) {
        var known = built.get(trigger);
        if (known != null) {
            return Optional.of(known);
        }
        var made = scalers.of(trigger);
        made.ifPresent(scaler -> built.put(trigger, scaler));
        return made;
    }
}
