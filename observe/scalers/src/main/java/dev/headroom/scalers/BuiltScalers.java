package dev.headroom.scalers;

import dev.headroom.triggers.Trigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Scalers of triggers that are asked again and again: each is made once. What was not asked for longest is forgotten
/// when there are too many.
public final class BuiltScalers {

    /// How many are kept (limit `keptSources`).
    private static final int KEPT = 20_000;

    private final Scalers scalers;
    private final Map<Trigger, Scaler> built = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Trigger, Scaler> eldest) {
            return size() > KEPT;
        }
    };

    public BuiltScalers(Scalers scalers) {
        this.scalers = scalers;
    }

    /// @return empty for resources, which nobody asks for
    public synchronized Optional<Scaler> of(Trigger trigger) {
        var known = built.get(trigger);
        if (known != null) {
            return Optional.of(known);
        }
        var made = scalers.of(trigger);
        made.ifPresent(scaler -> built.put(trigger, scaler));
        return made;
    }
}
