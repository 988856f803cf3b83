package dev.headroom.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When the output of one run came: how long its file was at some instants. A process writes its file itself, so lines
/// have no times; each is taken to have come when the node saw it first.
final class LogMarks {

    /// How many are kept of a run (limit `logMarks`); with more, every other one is forgotten, and those to come are
    /// twice as far from each other.
    private static final int MOST = 4096;

    private final List<Mark> marks = new ArrayList<>();
    private Duration apart = Duration.ofSeconds(1);

    private record Mark(Instant time, long length) {}

    /// The file is so long at an instant.
    synchronized void seen(Instant time, long length) {
        if (!marks.isEmpty() && length < marks.getLast().length()) {
            // It was emptied because it had become too large.
            marks.clear();
        }
        if (marks.isEmpty() ? length > 0 : length > marks.getLast().length()) {
            add(new Mark(time, length));
        }
    }

    private void add(Mark mark) {
        int last = marks.size() - 1;
        if (last > 0 && marks.get(last).time().isBefore(marks.get(last - 1).time().plus(apart))) {
            marks.set(last, mark);
        } else {
            marks.add(mark);
        }
        if (marks.size() > MOST) {
            apart = apart.multipliedBy(2);
            var fewer = new ArrayList<Mark>();
            for (int i = marks.size() - 1; i >= 0; i -= 2) {
                fewer.add(marks.get(i));
            }
            marks.clear();
            marks.addAll(fewer.reversed());
        }
    }

    /// When what begins at an offset was there; empty when it was not seen yet.
    synchronized Optional<Instant> at(long offset) {
        int low = 0;
        int high = marks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks.get(middle).length() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < marks.size() ? Optional.of(marks.get(low).time()) : Optional.empty();
    }

    /// How much was there before an instant.
    synchronized long before(Instant instant) {
        return marks.reversed().stream()
                .filter(mark -> mark.time().isBefore(instant))
                .findFirst()
                .map(Mark::length)
                .orElse(0L);
    }
}
