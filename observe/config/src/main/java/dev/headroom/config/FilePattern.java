package dev.headroom.config;

import dev.headroom.manifests.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Names of files with a `*` in their last part, and the files that are there.
public final class FilePattern {

    private FilePattern() {}

    /// The files behind all names, each once.
    ///
    /// @param missing takes a line for each name without `*` that is no file
    static List<Path> files(List<String> names, List<String> missing) {
        var files = new LinkedHashSet<Path>();
        for (var name : names) {
            var found = files(name);
            if (found.isEmpty() && !name.contains("*")) {
                missing.add(name + ": no such file");
            }
            files.addAll(found);
        }
        return List.copyOf(files);
    }

    /// The files behind one name, in the order of their names; none when there are none.
    public static List<Path> files(String name) {
        var path = Path.of(name);
        var pattern = String.valueOf(path.getFileName());
        if (!pattern.matches(".*[*?\\[].*")) {
            return Files.exists(path) ? List.of(path) : List.of();
        }
        var folder = path.getParent();
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder == null ? Path.of(".") : folder, pattern)) {
            files.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        } catch (IOException failure) {
            throw new ManifestException(name + ": cannot be listed: " + failure);
        }
        return found.stream().sorted().toList();
    }
}
