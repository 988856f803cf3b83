package dev.headroom.loadgen;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Flights in the order in which they expire: a list linked through themselves, so that taking one out costs nothing
/// and allocates nothing.
final class Flights {

    private @Nullable Flight first;
    private @Nullable Flight last;
    private int size;

    int size() {
        return size;
    }

    /// The one that expires next.
    @Nullable Flight first() {
        return first;
    }

    /// Adds a flight that expires after all others.
    void add(Flight flight) {
        flight.earlier = last;
        flight.later = null;
        if (last == null) {
            first = flight;
        } else {
            last.later = flight;
        }
        last = flight;
        size++;
    }

    void remove(Flight flight) {
        var earlier = flight.earlier;
        var later = flight.later;
        if (earlier == null) {
            first = later;
        } else {
            earlier.later = later;
        }
        if (later == null) {
            last = earlier;
        } else {
            later.earlier = earlier;
        }
        flight.earlier = null;
        flight.later = null;
        size--;
    }

    /// Takes out the one that expires next; there must be one.
    Flight removeFirst() {
        var flight = Objects.requireNonNull(first);
        remove(flight);
        return flight;
    }
}
