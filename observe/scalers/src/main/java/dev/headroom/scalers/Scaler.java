package dev.headroom.scalers;

import dev.headroom.triggers.Reading;
import java.time.Instant;

/// One event source that can be asked. Asking may wait for a server, at most as long as the trigger's timeout allows.
public interface Scaler {

    Reading read(Instant now);
}
