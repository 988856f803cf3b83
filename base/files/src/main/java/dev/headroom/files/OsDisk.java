package dev.headroom.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file system of this machine.
public final class OsDisk implements Disk {

    private static final String LOCK = "lock";
    private static final int MAX_HOLDER_BYTES = 64;

    @Override
    public void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public List<Listed> list(Path folder) throws IOException {
        var found = new ArrayList<Listed>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                if (Files.isRegularFile(file)) {
                    found.add(new Listed(String.valueOf(file.getFileName()), Files.size(file)));
                }
            }
        }
        found.sort(Comparator.comparing(Listed::name));
        return found;
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return new Written(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public MappedFile map(Path file) throws IOException {
        var arena = Arena.ofShared();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            var bytes = size == 0
                    ? MemorySegment.ofArray(new byte[0])
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return new Mapped(arena, bytes);
        } catch (IOException | RuntimeException failure) {
            arena.close();
            throw failure;
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public FolderLock lock(Path folder) throws IOException {
        var file = folder.resolve(LOCK);
        var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new FolderInUseException(folder, holder(channel));
            }
            channel.truncate(0);
            var holder = "process " + ProcessHandle.current().pid();
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
        return channel::close;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        channel.read(text, 0);
        var holder = StandardCharsets.UTF_8.decode(text.flip()).toString();
        return holder.isEmpty() ? "another process" : holder;
    }

    private record Mapped(Arena arena, MemorySegment bytes) implements MappedFile {
        @Override
        public void close() {
            arena.close();
        }
    }

    /// A file being written; knows its size so that nobody has to ask for it.
    private static final class Written implements OutputFile {
        private final FileChannel channel;
        private long size;

        Written(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                size += channel.write(bytes, size);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long bytes) throws IOException {
            channel.truncate(bytes);
            size = bytes;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
