package dev.headroom.processes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The file that the present run of a container writes its output to; that of the run before is beside it. The
/// process has it open itself, so nothing stands between them, and it is kept small by copying and emptying it: lines
/// written in that moment are lost.
record ContainerLog(Path file) {

    /// What the run before has written.
    Path previous() {
        return file.resolveSibling(file.getFileName() + ".previous");
    }

    /// Another run begins.
    void startOver() throws IOException {
        if (Files.exists(file)) {
            Files.move(file, previous(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Starts over when the file is larger than that; its last `maxBytes` stay in a file beside it.
    void trim(long maxBytes) throws IOException {
        if (!Files.exists(file) || Files.size(file) <= maxBytes) {
            return;
        }
        var before = file.resolveSibling(file.getFileName() + ".1");
        try (var from = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var to = FileChannel.open(
                        before,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            long size = from.size();
            from.transferTo(size - maxBytes, maxBytes, to);
            from.truncate(0);
        }
    }
}
