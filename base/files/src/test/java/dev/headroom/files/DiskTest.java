package dev.headroom.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a storage may expect of every disk.
class DiskTest {

    private static final FileHeader HEADER = new FileHeader("TESTFILE", 2);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    static Stream<Disk> disks() {
        return Stream.of(new OsDisk(), new SimulatedDisk(new SplittableRandom(1)));
    }

    private static byte[] content(Disk disk, Path file) throws IOException {
        try (var mapped = disk.map(file)) {
            return mapped.bytes().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @ParameterizedTest
    @MethodSource("disks")
    void aFileGrowsIsCutAndIsShown(Disk disk) throws IOException {
        var file = folder.resolve("a");
        try (var out = disk.create(file)) {
            assertArrayEquals(new byte[0], content(disk, file));
            out.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            out.write(ByteBuffer.wrap(new byte[] {4}));
            out.force();
            assertEquals(4, out.size());
            assertArrayEquals(new byte[] {1, 2, 3, 4}, content(disk, file));
            out.truncate(2);
            out.write(ByteBuffer.wrap(new byte[] {9}));
        }
        assertArrayEquals(new byte[] {1, 2, 9}, content(disk, file));
        assertEquals(List.of(new Disk.Listed("a", 3)), disk.list(folder));
        assertThrows(FileAlreadyExistsException.class, () -> disk.create(file));
    }

    @ParameterizedTest
    @MethodSource("disks")
    void aNameMovesAndGoes(Disk disk) throws IOException {
        disk.create(folder.resolve("a")).close();
        disk.create(folder.resolve("b")).close();
        disk.move(folder.resolve("b"), folder.resolve("c"));
        disk.delete(folder.resolve("a"));
        disk.syncFolder(folder);
        assertEquals(List.of(new Disk.Listed("c", 0)), disk.list(folder));
        assertThrows(IOException.class, () -> disk.map(folder.resolve("a")));
        assertThrows(IOException.class, () -> disk.delete(folder.resolve("a")));
    }

    @ParameterizedTest
    @MethodSource("disks")
    void aFolderHasOneWriterAtATime(Disk disk) throws IOException {
        var first = disk.lock(folder);
        var refused = assertThrows(FolderInUseException.class, () -> disk.lock(folder));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(folder + ": expected a folder that nobody"));
        first.close();
        disk.lock(folder).close();
    }

    @ParameterizedTest
    @MethodSource("disks")
    void aHeaderSaysWhatAFileIsAndHowOld(Disk disk) throws IOException {
        var file = folder.resolve("a");
        try (var out = disk.create(file)) {
            out.write(HEADER.bytes());
        }
        try (var mapped = disk.map(file)) {
            assertEquals(2, HEADER.check(file, mapped.bytes()));
            assertEquals(2, new FileHeader("TESTFILE", 3).check(file, mapped.bytes()));
            var newer = assertThrows(NewerVersionException.class,
                    () -> new FileHeader("TESTFILE", 1).check(file, mapped.bytes()));
            assertEquals(file + ": expected format version 1 or older, got 2, which a newer Headroom wrote; "
                    + "start that one, or give another folder", newer.getMessage());
            assertThrows(DamagedException.class, () -> new FileHeader("OTHER...", 2).check(file, mapped.bytes()));
            assertThrows(DamagedException.class, () -> HEADER.check(file, mapped.bytes().asSlice(0, 15)));
        }
    }
}
