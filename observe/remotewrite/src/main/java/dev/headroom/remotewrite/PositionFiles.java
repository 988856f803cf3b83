package dev.headroom.remotewrite;

import dev.headroom.files.ByteReader;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import dev.headroom.files.NumberedNames;
import dev.headroom.files.Records;
import dev.headroom.tsdb.LogPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The folder that remembers, a small file for each receiver, what was confirmed.
///
/// A file is written under another name, made durable and renamed, so that there is always a whole one.
final class PositionFiles {

    private static final FileHeader HEADER = new FileHeader("HRMREMOT", 1);
    private static final NumberedNames NAMES = new NumberedNames(".position");
    private static final String UNFINISHED = ".tmp";

    private final Disk disk;
    private final Path folder;

    PositionFiles(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /// Makes the folder when it is not there, and deletes what an earlier process did not finish.
    void prepare() throws IOException {
        disk.makeFolder(folder);
        for (var listed : disk.list(folder)) {
            if (listed.name().endsWith(UNFINISHED)) {
                disk.delete(folder.resolve(listed.name()));
            }
        }
    }

    /// What a receiver had confirmed; empty when it was never known here.
    ///
    /// @throws DamagedException when its file is not whole
    Optional<Positions> read(String receiver) throws IOException {
        var name = name(receiver);
        if (disk.list(folder).stream().noneMatch(listed -> listed.name().equals(name))) {
            return Optional.empty();
        }
        var file = folder.resolve(name);
        try (var mapped = disk.map(file)) {
            HEADER.check(file, mapped.bytes());
            if (!(new Records(mapped.bytes(), FileHeader.BYTES).next() instanceof Records.Found.Whole whole)) {
                throw new DamagedException("its record does not match its checksum");
            }
            var in = ByteReader.of(whole.payload());
            return in.text().equals(receiver) ? Optional.of(positions(in)) : Optional.empty();
        }
    }

    private static Positions positions(ByteReader in) throws DamagedException {
        var shards = new ArrayList<LogPosition>();
        for (int left = in.count(); left > 0; left--) {
            shards.add(new LogPosition(in.variable(), in.variable(), (int) in.variable()));
        }
        return new Positions(shards);
    }

    void write(String receiver, Positions positions) throws IOException {
        var name = name(receiver);
        var record = new ByteWriter(64 + 16 * positions.shards().size());
        int start = Records.begin(record);
        record.block(receiver.getBytes(StandardCharsets.UTF_8)).variable(positions.shards().size());
        positions.shards().forEach(
                at -> record.variable(at.segment()).variable(at.offset()).variable(at.index()));
        Records.end(record, start);
        var unfinished = folder.resolve(name + UNFINISHED);
        try (var out = disk.create(unfinished)) {
            out.write(HEADER.bytes());
            out.write(record.buffer());
            out.force();
        } catch (IOException failure) {
            deleteQuietly(unfinished);
            throw failure;
        }
        disk.move(unfinished, folder.resolve(name));
        disk.syncFolder(folder);
    }

    private void deleteQuietly(Path unfinished) {
        try {
            disk.delete(unfinished);
        } catch (IOException _) {
            // The next start deletes it.
        }
    }

    /// Forgets all receivers but some: one that comes back later begins with what is stored then.
    void keep(List<String> receivers) throws IOException {
        var names = receivers.stream().map(PositionFiles::name).collect(Collectors.toSet());
        for (var listed : listed()) {
            if (NAMES.number(listed.name()).isPresent() && !names.contains(listed.name())) {
                disk.delete(folder.resolve(listed.name()));
            }
        }
    }

    private List<Disk.Listed> listed() throws IOException {
        try {
            return disk.list(folder);
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /// The hash of FNV-1a, in 63 bits; the name of the receiver is in the file, too.
    private static String name(String receiver) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (byte one : receiver.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ one) * 0x100_0000_01b3L;
        }
        return NAMES.of(hash & Long.MAX_VALUE);
    }
}
