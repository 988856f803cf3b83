package dev.headroom.arrivals;

import java.time.Duration;

/// A named stretch of a [Programme].
///
/// @param start offset from the start of the programme
/// @param end offset of its end, which no longer belongs to it
/// @param startRate requests per second at its start
/// @param endRate requests per second at its end
/// @param adaptation how long after its start the service may miss its objective, because replicas that were not needed
///     before must first be asked for and started; zero when the load does not rise
public record Phase(
        String name, Duration start, Duration end, double startRate, double endRate, Duration adaptation) {

    public boolean contains(Duration offset) {
        return offset.compareTo(start) >= 0 && offset.compareTo(end) < 0;
    }

    /// The announced requests per second at `offset`, which lies in the phase.
    public double rateAt(Duration offset) {
        double through = Seconds.of(offset.minus(start)) / Seconds.of(end.minus(start));
        return startRate + (endRate - startRate) * through;
    }

    /// Whether the load rises here, at its start or all along.
    public boolean rises() {
        return !adaptation.isZero();
    }

    /// The offset at which the announced adaptation is over.
    public Duration adaptedAt() {
        return start.plus(adaptation);
    }
}
