package dev.headroom.tsdb;

import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The file that says in which format a folder is, so that an older program leaves a newer folder alone. A folder of an
/// older format becomes one of this format: what is added to it is.
final class FolderFormat {

    private static final FileHeader HEADER = new FileHeader("HRMSTORE", 3);
    private static final String NAME = "format";

    private FolderFormat() {}

    /// @throws dev.headroom.files.NewerVersionException when a newer program wrote the folder
    static void check(Disk disk, Path folder, Consumer<String> notices) throws IOException {
        var file = folder.resolve(NAME);
        var listed = disk.list(folder).stream().filter(each -> each.name().equals(NAME)).findFirst();
        if (listed.isPresent() && listed.get().bytes() < FileHeader.BYTES) {
            notices.accept(file + ": it was cut off when it was written; it is written anew");
            disk.delete(file);
        } else if (listed.isPresent()) {
            try (var mapped = disk.map(file)) {
                if (HEADER.check(file, mapped.bytes()) == HEADER.version()) {
                    return;
                }
                disk.delete(file);
            } catch (DamagedException wrong) {
                notices.accept(file + ": " + wrong.getMessage() + "; it is written anew");
                disk.delete(file);
            }
        }
        try (var out = disk.create(file)) {
            out.write(HEADER.bytes());
            out.force();
        }
    }
}
