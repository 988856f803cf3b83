package dev.headroom.fuzz;

import dev.headroom.files.FileHeader;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.StorageException;
import java.time.Duration;
import java.util.List;

/// A segment of the log, as it is and with its checksums made right. A storage opens with whatever of it can be read,
/// answers, takes new samples and opens once more.
final class LogTarget implements FuzzTarget {

    private static final List<Matcher> EVERYTHING = List.of(Matcher.of(Matcher.Type.NOT_EQUAL, Labels.NAME, ""));

    @Override
    public String name() {
        return "log";
    }

    @Override
    public List<byte[]> seeds() {
        var logs = StoredFiles.written(".log", false);
        return Inputs.together(Inputs.inMode(0, logs), Inputs.inMode(1, logs));
    }

    @Override
    public void run(byte[] input) throws Exception {
        Inputs.byMode(input, 2, (mode, segment) -> {
            if (mode == 1) {
                StoredFiles.mendHeader(segment);
                StoredFiles.mendRecords(segment, FileHeader.BYTES, segment.length);
            }
            var disk = StoredFiles.with("0000000000000001.log", segment);
            try {
                use(disk, Duration.ofSeconds(1));
                use(disk, Duration.ofHours(30));
            } catch (StorageException declared) {
                Findings.told(declared);
            }
            return segment;
        });
    }

    private static void use(dev.headroom.files.SimulatedDisk disk, Duration later) {
        var now = StoredFiles.NOON.plus(later);
        try (var storage = StoredFiles.open(disk, now, _ -> {})) {
            var _ = storage.select(Long.MIN_VALUE, Long.MAX_VALUE, EVERYTHING).toString();
            var appender = storage.appender();
            appender.append(Labels.of(Labels.NAME, "fresh"), now.toEpochMilli(), 1);
            appender.commit();
            storage.maintain();
            storage.flush();
        }
    }
}
