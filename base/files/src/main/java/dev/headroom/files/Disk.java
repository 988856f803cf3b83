package dev.headroom.files;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// What a storage needs of a file system: files that only grow, and names that change atomically. [OsDisk] is the real
/// one, [SimulatedDisk] one that crashes and fills up on command.
///
/// After a crash of the process everything that was written is there, but for the write under way, of which any first
/// part may be. After a loss of power that holds for files up to their last [OutputFile#force] and for names up to the
/// last [#syncFolder].
public interface Disk {

    /// Makes a folder and those above it; one that is there is left alone.
    void makeFolder(Path folder) throws IOException;

    /// The files of a folder by name, in ascending order of names; folders in it are left out.
    List<Listed> list(Path folder) throws IOException;

    /// Makes a file, which must not be there yet.
    OutputFile create(Path file) throws IOException;

    /// Shows the bytes a file has now, without reading them.
    MappedFile map(Path file) throws IOException;

    /// Gives a file another name in the same folder, atomically; what had that name before is gone.
    void move(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /// Makes the names of a folder durable.
    void syncFolder(Path folder) throws IOException;

    /// Claims a folder until the lock is closed or the process ends.
    ///
    /// @throws FolderInUseException when it is claimed already
    FolderLock lock(Path folder) throws IOException;

    record Listed(String name, long bytes) {}

    /// A file that is being written. Used by one thread, but for `force`.
    interface OutputFile extends AutoCloseable {

        /// Adds all bytes of the buffer at the end. After a failure any first part of them may be there.
        void write(ByteBuffer bytes) throws IOException;

        long size();

        /// Makes everything written so far durable.
        void force() throws IOException;

        /// Drops what is behind the first `bytes`.
        void truncate(long bytes) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// The bytes of a file; they must not be touched after `close`.
    interface MappedFile extends AutoCloseable {

        MemorySegment bytes();

        @Override
        void close();
    }

    interface FolderLock extends AutoCloseable {

        @Override
        void close() throws IOException;
    }
}
