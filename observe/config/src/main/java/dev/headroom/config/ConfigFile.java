package dev.headroom.config;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Files of a configuration: one document of YAML each.
final class ConfigFile {

    private ConfigFile() {}

    /// @throws ManifestException when the file cannot be read
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new ManifestException(file + ": expected a configuration, got nothing: no such file");
        } catch (IOException failure) {
            throw new ManifestException(file + ": cannot be read: " + failure);
        }
    }

    static Field root(String name, String text) {
        var documents = Yaml.read(name, text);
        return documents.isEmpty() ? new Field.Missing(new Field.Place(name, 1, 1, "")) : documents.getFirst();
    }

    /// What a reader makes of a file that is one section.
    ///
    /// @throws ManifestException when it cannot be read or has keys that were not asked for
    static <T> T section(Path file, String name, Section.Context context, Function<Section, T> reader) {
        var section = new Section(root(file.toString(), text(file)), name, context);
        var read = reader.apply(section);
        section.close();
        return read;
    }

    /// From the folder of a file on.
    static UnaryOperator<String> besides(Path file) {
        var folder = file.toAbsolutePath().getParent();
        return name -> folder == null ? name : folder.resolve(name).toString();
    }

    /// The same for a file that stands alone, whose files are named from its folder on.
    static <T> T load(Path file, String name, List<String> warnings, Function<Section, T> reader) {
        return section(file, name, new Section.Context(warnings, besides(file)), reader);
    }
}
