package dev.headroom.operator;

import dev.headroom.keda.Sources;
import dev.headroom.scalers.BuiltScalers;
import dev.headroom.scalers.Scalers;
import dev.headroom.timeline.Timeline;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;
import java.util.function.Predicate;

/// The sources of triggers, asked over the network as KEDA asks them. A trigger that means this program is asked of it
/// directly: whatever name it has in the cluster need not be known where this runs.
final class AskedSources implements Sources {

    private final BuiltScalers scalers;
    private final Timeline timeline;
    private final Here here;

    /// This program as a server of samples.
    ///
    /// @param means whether a trigger names it
    /// @param url where it answers itself
    record Here(Predicate<PrometheusTrigger> means, String url) {

        /// For a program that scrapes nothing.
        static final Here NONE = new Here(_ -> false, "");
    }

    AskedSources(Scalers scalers, Timeline timeline, Here here) {
        this.scalers = new BuiltScalers(scalers);
        this.timeline = timeline;
        this.here = here;
    }

    @Override
    public Reading ask(Trigger trigger) {
        return scalers.of(reached(trigger))
                .map(scaler -> scaler.read(timeline.now()))
                .orElseGet(() -> new Reading.Failed("nobody asks for a resource of pods"));
    }

    private Trigger reached(Trigger trigger) {
        return trigger instanceof PrometheusTrigger prometheus && here.means().test(prometheus)
                ? prometheus.at(here.url())
                : trigger;
    }
}
