package dev.headroom.files;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A disk in memory that crashes at a chosen operation, fills up, and damages bytes: the same seed, the same disk.
/// Used by one thread.
public final class SimulatedDisk implements Disk {

    /* What survives.
     *
     * 1. A killed process leaves every finished operation; of the write under way a random first part.
     * 2. A loss of power leaves of each file what was forced and a random first part of the rest, in which sectors of
     *    512 bytes may have stayed zero; and of the changes of names since the last `syncFolder` the first few, in
     *    their order, as a journaling file system writes them.
     */

    private static final int SECTOR = 512;
    private static final int LOST_SECTOR_ODDS = 4;

    private final Map<Path, Content> live = new TreeMap<>();
    private final Map<Path, Content> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private final RandomGenerator random;
    private long capacity = Long.MAX_VALUE;
    private long operations;
    private long crashAt = Long.MAX_VALUE;
    private boolean crashed;

    /// The end of the process, at the operation that [#crashAt] named and at every one after it.
    public static final class Crash extends RuntimeException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        Crash(long operation) {
            super("the process ended at disk operation " + operation);
        }
    }

    /// How a process ends.
    public enum Ending {
        KILLED,
        POWER_LOST
    }

    private static final class Content {
        private byte[] bytes = {};
        private int size;
        private int forced;

        byte[] copy() {
            return Arrays.copyOf(bytes, size);
        }
    }

    /// A change of names in a folder that is not durable yet.
    private record Change(Path folder, Consumer<Map<Path, Content>> change) {}

    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /// Ends the process at an operation that changes something, counted from the first of this disk.
    public void crashAt(long operation) {
        crashAt = operation;
    }

    /// How many operations have changed something.
    public long operations() {
        return operations;
    }

    /// The most bytes that fit on the disk (limit `capacity`); writing more fails as on a full disk.
    public void capacity(long bytes) {
        capacity = bytes;
    }

    public long used() {
        return live.values().stream().mapToLong(content -> content.size).sum();
    }

    public List<Path> files() {
        return List.copyOf(live.keySet());
    }

    public byte[] content(Path file) {
        return at(file).copy();
    }

    /// Puts other bytes in the place of a file's.
    public void replace(Path file, byte[] bytes) {
        var content = new Content();
        content.bytes = bytes.clone();
        content.size = bytes.length;
        content.forced = bytes.length;
        live.put(file, content);
        durable.put(file, content);
    }

    /// The disk as the next process finds it.
    public SimulatedDisk afterwards(Ending ending) {
        var next = new SimulatedDisk(random);
        next.capacity = capacity;
        var names = ending == Ending.KILLED ? live : surviving();
        names.forEach((file, content) -> next.replace(
                file, ending == Ending.KILLED ? content.copy() : surviving(content)));
        return next;
    }

    private Map<Path, Content> surviving() {
        var names = new TreeMap<>(durable);
        var kept = new HashMap<Path, Integer>();
        for (var change : unsynced) {
            kept.merge(change.folder(), 1, Integer::sum);
        }
        kept.replaceAll((_, count) -> random.nextInt(count + 1));
        for (var change : unsynced) {
            if (kept.merge(change.folder(), -1, Integer::sum) >= 0) {
                change.change().accept(names);
            }
        }
        return names;
    }

    private byte[] surviving(Content content) {
        int end = content.forced + random.nextInt(content.size - content.forced + 1);
        var bytes = Arrays.copyOf(content.bytes, end);
        for (int at = content.forced; at < end; at += SECTOR - at % SECTOR) {
            if (random.nextInt(LOST_SECTOR_ODDS) == 0) {
                Arrays.fill(bytes, at, Math.min(end, at + SECTOR - at % SECTOR), (byte) 0);
            }
        }
        return bytes;
    }

    @Override
    public void makeFolder(Path folder) {
        alive();
    }

    @Override
    public List<Listed> list(Path folder) {
        alive();
        return live.entrySet().stream()
                .filter(entry -> folder.equals(entry.getKey().getParent()))
                .map(entry -> new Listed(String.valueOf(entry.getKey().getFileName()), entry.getValue().size))
                .toList();
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        operate();
        if (live.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        var content = new Content();
        change(file, names -> names.put(file, content));
        return new Written(content);
    }

    @Override
    public MappedFile map(Path file) throws IOException {
        alive();
        if (!live.containsKey(file)) {
            throw new NoSuchFileException(file.toString());
        }
        var bytes = MemorySegment.ofArray(at(file).copy()).asReadOnly();
        return new MappedFile() {
            @Override
            public MemorySegment bytes() {
                return bytes;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void move(Path from, Path to) {
        operate();
        var content = at(from);
        change(to, names -> {
            names.remove(from);
            names.put(to, content);
        });
    }

    @Override
    public void delete(Path file) throws IOException {
        operate();
        if (!live.containsKey(file)) {
            throw new NoSuchFileException(file.toString());
        }
        change(file, names -> names.remove(file));
    }

    @Override
    public void syncFolder(Path folder) {
        operate();
        unsynced.removeIf(change -> {
            boolean here = change.folder().equals(folder);
            if (here) {
                change.change().accept(durable);
            }
            return here;
        });
    }

    @Override
    public FolderLock lock(Path folder) throws IOException {
        alive();
        if (!locks.add(folder)) {
            throw new FolderInUseException(folder, "another storage");
        }
        return () -> locks.remove(folder);
    }

    private Content at(Path file) {
        var content = live.get(file);
        if (content == null) {
            throw new IllegalArgumentException("no such file: " + file);
        }
        return content;
    }

    private void change(Path file, Consumer<Map<Path, Content>> change) {
        change.accept(live);
        unsynced.add(new Change(Objects.requireNonNull(file.getParent()), change));
    }

    private void alive() {
        if (crashed) {
            throw new Crash(operations);
        }
    }

    private void operate() {
        alive();
        if (++operations >= crashAt) {
            crashed = true;
            throw new Crash(operations);
        }
    }

    private final class Written implements OutputFile {
        private final Content content;

        Written(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            try {
                operate();
            } catch (Crash crash) {
                append(bytes, random.nextInt(bytes.remaining() + 1));
                throw crash;
            }
            long room = capacity - used();
            if (room < bytes.remaining()) {
                append(bytes, (int) Math.max(0, room));
                throw new IOException("No space left on device");
            }
            append(bytes, bytes.remaining());
        }

        private void append(ByteBuffer from, int length) {
            if (content.size + length > content.bytes.length) {
                content.bytes = Arrays.copyOf(content.bytes, 2 * content.size + length);
            }
            from.get(content.bytes, content.size, length);
            content.size += length;
        }

        @Override
        public long size() {
            return content.size;
        }

        @Override
        public void force() {
            operate();
            content.forced = content.size;
        }

        @Override
        public void truncate(long bytes) {
            operate();
            Arrays.fill(content.bytes, (int) bytes, content.size, (byte) 0);
            content.size = (int) bytes;
            content.forced = Math.min(content.forced, content.size);
        }

        @Override
        public void close() {
            alive();
        }
    }
}
