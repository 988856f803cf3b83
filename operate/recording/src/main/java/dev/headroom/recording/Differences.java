package dev.headroom.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Collects where an answer differs from the recorded one.
public final class Differences {

    private final List<String> all = new ArrayList<>();

    /// Notes a difference when the two are not equal.
    public void add(String what, Object expected, Object got) {
        if (!Objects.equals(expected, got)) {
            all.add(what + ": expected " + expected + ", got " + got);
        }
    }

    public List<String> all() {
        return List.copyOf(all);
    }
}
