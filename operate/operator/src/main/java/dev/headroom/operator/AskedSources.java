package dev.headroom.operator;

import dev.headroom.keda.Sources;
import dev.headroom.scalers.BuiltScalers;
import dev.headroom.scalers.Scalers;
import dev.headroom.timeline.Timeline;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;

/// The sources of triggers, asked over the network as KEDA asks them.
final class AskedSources implements Sources {

    private final BuiltScalers scalers;
    private final Timeline timeline;

    AskedSources(Scalers scalers, Timeline timeline) {
        this.scalers = new BuiltScalers(scalers);
        this.timeline = timeline;
    }

    @Override
    public Reading ask(Trigger trigger) {
        return scalers.of(trigger)
                .map(scaler -> scaler.read(timeline.now()))
                .orElseGet(() -> new Reading.Failed("nobody asks for a resource of pods"));
    }
}
