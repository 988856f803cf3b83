package dev.headroom.tsdb;

import dev.headroom.files.ByteReader;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import dev.headroom.files.NumberedNames;
import dev.headroom.files.Records;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.HeadBatch.Pointed;
import dev.headroom.tsdb.Exemplars.Exemplar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The exemplars of a storage on disk: files that are appended to, of which the oldest goes when the others hold as
/// many exemplars as are kept.
///
/// Exemplars that cannot be written are counted and stay in memory; the next ones are tried again.
final class ExemplarLog implements AutoCloseable {

    /* The format, version 1. A file is a FileHeader of kind HRMEXMPL and records of Records, one for each batch:
     *
     * the number of series that the file mentions for the first time, each as its labels
     * the number of exemplars, each: the number of its series in the order of their mention, its labels, its value as
     * 8 bytes, its time, and 1 byte: 1 when the time is its own
     *
     * Labels are their number, names and values with lengths.
     */

    private static final FileHeader HEADER = new FileHeader("HRMEXMPL", 1);
    private static final NumberedNames NAMES = new NumberedNames(".log");

    /// A file begins after this part of all exemplars that are kept.
    private static final int FILES_PER_CAPACITY = 4;

    /// Starts leave small files behind; more than these are made one at the next start.
    private static final int FILES_AT_START = 2 * FILES_PER_CAPACITY;

    private final Disk disk;
    private final Path folder;
    private final StorageOptions options;
    private final StorageCounters counters;
    private final NavigableMap<Long, Integer> closed = new TreeMap<>();
    private final Map<Labels, Integer> mentioned = new HashMap<>();
    private final ByteWriter buffer = new ByteWriter(0);
    private long number;
    private int inFile;
    private Disk.@Nullable OutputFile file;
    private boolean unsynced;
    private boolean ended;

    ExemplarLog(Disk disk, Path folder, StorageOptions options, StorageCounters counters) {
        this.disk = disk;
        this.folder = folder;
        this.options = options;
        this.counters = counters;
    }

    /// Reads what earlier processes left.
    synchronized void replay(Exemplars exemplars) throws IOException {
        for (var listed : disk.list(folder)) {
            var found = NAMES.number(listed.name());
            if (found.isPresent()) {
                number = Math.max(number, found.getAsLong());
                closed.put(found.getAsLong(), read(folder.resolve(listed.name()), exemplars));
            }
        }
        if (closed.size() > FILES_AT_START) {
            rewrite(exemplars.all());
        }
        deleteSpare();
    }

    private void rewrite(List<Pointed> all) {
        var old = List.copyOf(closed.keySet());
        append(all);
        end();
        if (closed.getOrDefault(number, 0) == all.size()) {
            delete(old.stream().filter(closed::containsKey).toList());
        }
    }

    private int read(Path path, Exemplars exemplars) throws IOException {
        int count = 0;
        try (var mapped = disk.map(path)) {
            if (mapped.bytes().byteSize() < FileHeader.BYTES) {
                return 0;
            }
            try {
                HEADER.check(path, mapped.bytes());
            } catch (DamagedException wrong) {
                damaged(path, 0, String.valueOf(wrong.getMessage()));
            }
            var series = new ArrayList<Labels>();
            var records = new Records(mapped.bytes(), FileHeader.BYTES);
            while (true) {
                switch (records.next()) {
                    case Records.Found.Whole(long position, var payload) -> {
                        try {
                            count += read(ByteReader.of(payload), series, exemplars);
                        } catch (DamagedException wrong) {
                            damaged(path, position, "a record cannot be read: " + wrong.getMessage());
                        }
                    }
                    case Records.Found.Damaged(long position, long length, var what, boolean atEnd) -> {
                        if (!atEnd) {
                            // Series of the damaged record cannot be told from those that follow it.
                            damaged(path, position, what + "; the exemplars behind it are left out");
                        }
                        return count;
                    }
                    case Records.Found.End _ -> {
                        return count;
                    }
                }
            }
        }
    }

    private void damaged(Path path, long position, String what) {
        counters.logCorruptions.increment();
        counters.notice(path + ": at byte " + position + ": " + what);
    }

    private static int read(ByteReader in, List<Labels> series, Exemplars exemplars) throws DamagedException {
        for (int left = in.count(); left > 0; left--) {
            series.add(readLabels(in));
        }
        int count = in.count();
        for (int left = count; left > 0; left--) {
            long place = in.variable();
            if (place < 0 || place >= series.size()) {
                throw new DamagedException("series " + place + " of " + series.size());
            }
            var labels = readLabels(in);
            double value = Double.longBitsToDouble(in.u64());
            long time = in.signed();
            exemplars.restore(new Pointed(series.get((int) place), new Exemplar(labels, value, time, in.u8() == 1)));
        }
        return count;
    }

    private static Labels readLabels(ByteReader in) throws DamagedException {
        var texts = new String[2 * in.count()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = in.text();
        }
        return Labels.ofSorted(texts);
    }

    /// Writes exemplars that are kept.
    synchronized void append(List<Pointed> pointed) {
        if (ended) {
            return;
        }
        try {
            write(pointed);
        } catch (IOException failure) {
            counters.exemplarsUnlogged.add(pointed.size());
            end();
            return;
        }
        if (options.fsync() == FsyncPolicy.COMMIT) {
            sync();
        }
    }

    private void write(List<Pointed> pointed) throws IOException {
        var out = open();
        long before = out.size();
        buffer.clear();
        int start = Records.begin(buffer);
        var fresh = new ArrayList<Labels>();
        for (var each : pointed) {
            if (mentioned.putIfAbsent(each.series(), mentioned.size()) == null) {
                fresh.add(each.series());
            }
        }
        buffer.variable(fresh.size());
        fresh.forEach(this::writeLabels);
        buffer.variable(pointed.size());
        for (var each : pointed) {
            var exemplar = each.exemplar();
            buffer.variable(mentioned.getOrDefault(each.series(), 0));
            writeLabels(exemplar.labels());
            buffer.u64(Double.doubleToRawLongBits(exemplar.value())).signed(exemplar.timestampMillis());
            buffer.u8(exemplar.ownTime() ? 1 : 0);
        }
        Records.end(buffer, start);
        try {
            out.write(buffer.buffer());
        } catch (IOException failure) {
            out.truncate(before);
            throw failure;
        }
        unsynced = true;
        inFile += pointed.size();
        if (inFile >= Math.max(1, options.head().exemplars() / FILES_PER_CAPACITY)) {
            end();
            deleteSpare();
        }
    }

    private void writeLabels(Labels labels) {
        buffer.variable(labels.size());
        labels.forEach((name, value) -> buffer.block(name.getBytes(StandardCharsets.UTF_8))
                .block(value.getBytes(StandardCharsets.UTF_8)));
    }

    private Disk.OutputFile open() throws IOException {
        if (file != null) {
            return file;
        }
        var path = folder.resolve(NAMES.of(number + 1));
        var out = disk.create(path);
        try {
            out.write(HEADER.bytes());
        } catch (IOException failure) {
            try (out) {
                disk.delete(path);
            }
            throw failure;
        }
        number++;
        file = out;
        return out;
    }

    /// Deletes the oldest files that nobody needs: those behind them hold as many exemplars as are kept.
    private void deleteSpare() {
        long newer = 0;
        var spare = new ArrayList<Long>();
        for (var entry : closed.descendingMap().entrySet()) {
            if (newer >= options.head().exemplars()) {
                spare.add(entry.getKey());
            }
            newer += entry.getValue();
        }
        delete(spare);
    }

    private void delete(List<Long> numbers) {
        for (long each : numbers) {
            try {
                disk.delete(folder.resolve(NAMES.of(each)));
                closed.remove(each);
            } catch (IOException failure) {
                counters.notice("exemplars: expected to delete file " + each + ", got \"" + failure.getMessage() + '"');
            }
        }
    }

    /// Makes what was appended durable, when the policy wants that now.
    void tick() {
        if (options.fsync() == FsyncPolicy.SECOND) {
            sync();
        }
    }

    private void sync() {
        Disk.OutputFile out;
        synchronized (this) {
            out = file;
            if (out == null || !unsynced) {
                return;
            }
            unsynced = false;
        }
        try {
            out.force();
            disk.syncFolder(folder);
        } catch (IOException failure) {
            counters.logSyncsFailed.increment();
        }
    }

    private void end() {
        var out = file;
        if (out != null) {
            file = null;
            closed.put(number, inFile);
            inFile = 0;
            mentioned.clear();
            try (out) {
                out.force();
                disk.syncFolder(folder);
            } catch (IOException failure) {
                counters.logSyncsFailed.increment();
            }
        }
    }

    @Override
    public synchronized void close() {
        end();
        ended = true;
    }
}
