package dev.headroom.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The newest entries of something that happens over time, numbered from 1, with listeners for the next ones. Holds at
/// most `limit` entries; the oldest go first.
public final class Timelog<T> {

    private final int limit;
    private final ArrayDeque<Entry<T>> entries = new ArrayDeque<>();
    private final List<Consumer<Entry<T>>> listeners = new CopyOnWriteArrayList<>();
    private long newest;

    public Timelog(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        this.limit = limit;
    }

    /// An entry with its number.
    public record Entry<T>(long id, T value) {}

    /// @return the number of the entry
    public long add(T value) {
        Entry<T> entry;
        synchronized (entries) {
            entry = new Entry<>(++newest, value);
            entries.addLast(entry);
            if (entries.size() > limit) {
                entries.removeFirst();
            }
        }
        listeners.forEach(listener -> listener.accept(entry));
        return entry.id();
    }

    /// The newest `count` entries, oldest first.
    public List<Entry<T>> newest(int count) {
        synchronized (entries) {
            var all = new ArrayList<>(entries);
            return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
        }
    }

    /// Calls the listener with every later entry, on the thread that adds it; it must be quick.
    public void listen(Consumer<Entry<T>> listener) {
        listeners.add(listener);
    }
}
