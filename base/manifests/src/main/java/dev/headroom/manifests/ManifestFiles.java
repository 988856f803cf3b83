package dev.headroom.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/// The files that somebody means who names a file or a folder.
public final class ManifestFiles {

    private ManifestFiles() {}

    /// The file, or the `.yaml` and `.yml` files of a folder in the order of their names.
    ///
    /// @throws ManifestException for a folder without such files, or one that cannot be read
    public static List<Path> of(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var entries = Files.list(path)) {
            var files = new TreeSet<Path>();
            entries.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
                    .forEach(files::add);
            if (files.isEmpty()) {
                throw new ManifestException(path + ": expected a folder with .yaml files, got none in it");
            }
            return List.copyOf(files);
        } catch (IOException failure) {
            throw new ManifestException(path + ": expected a folder that can be read, got " + failure);
        }
    }
}
