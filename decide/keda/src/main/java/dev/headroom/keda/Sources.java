package dev.headroom.keda;

import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;

/// What the sources of the triggers answer. A source that fails is asked a second time, as its trigger is built anew in
/// between.
@FunctionalInterface
public interface Sources {

    Reading ask(Trigger trigger);
}
