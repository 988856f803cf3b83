package dev.headroom.blocks;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Tells of each damaged place of a file once.
final class DamageLog {

    private final Path file;
    private final Consumer<Damage> listener;
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    DamageLog(Path file, Consumer<Damage> listener) {
        this.file = file;
        this.listener = listener;
    }

    void found(long position, String what) {
        if (known.add(position)) {
            listener.accept(new Damage(file, position, what));
        }
    }
}
