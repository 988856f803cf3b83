package dev.headroom.cli;

import dev.headroom.drafts.Source;
import dev.headroom.manifests.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files that `check` was given: each as its text, and written again when they were fixed.
final class CheckedFiles {

    private static final int MAX_FILES = 10_000;

    private final Map<String, Source> sources = new LinkedHashMap<>();

    /// @throws UserError when one of them cannot be read
    CheckedFiles(List<Path> paths) {
        paths.forEach(this::read);
    }

    List<Source> sources() {
        return List.copyOf(sources.values());
    }

    /// @param texts new texts by the names of files; others (a query, standard input) are left out
    void write(Map<String, String> texts) {
        texts.forEach((name, text) -> {
            if (sources.containsKey(name) && !name.equals("-")) {
                try {
                    Files.writeString(Path.of(name), text);
                } catch (IOException failure) {
                    throw new UserError(name + ": expected a file that can be written, got " + failure);
                }
            }
        });
    }

    private void read(Path path) {
        if (path.toString().equals("-")) {
            try {
                sources.put("-", new Source("-", new String(System.in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException failure) {
                throw new UserError("standard input cannot be read: " + failure);
            }
        } else if (Files.isDirectory(path)) {
            folder(path);
        } else {
            file(path);
        }
    }

    private void folder(Path folder) {
        try (var entries = Files.walk(folder)) {
            var found = entries.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .limit(MAX_FILES + 1L)
                    .toList();
            if (found.isEmpty()) {
                throw new UserError(folder + ": expected a folder with .yaml files, got none in it");
            }
            if (found.size() > MAX_FILES) {
                throw new UserError(folder + ": expected at most " + MAX_FILES + " files (limit checked files), got"
                        + " more");
            }
            found.forEach(this::file);
        } catch (IOException | UncheckedIOException failure) {
            throw new UserError(folder + ": expected a folder that can be read, got " + failure);
        }
    }

    private void file(Path file) {
        try {
            long size = Files.size(file);
            if (size > Yaml.MAX_FILE_BYTES) {
                throw new UserError(file + ": expected at most " + Yaml.MAX_FILE_BYTES + " bytes (manifest file"
                        + " size), got "
                        + size);
            }
            sources.put(file.toString(), new Source(file.toString(), Files.readString(file)));
        } catch (NoSuchFileException _) {
            throw new UserError(file + ": expected a YAML file, got nothing: no such file");
        } catch (CharacterCodingException _) {
            throw new UserError(file + ": expected UTF-8 text, got other bytes");
        } catch (IOException failure) {
            throw new UserError(file + ": cannot be read: " + failure);
        }
    }
}
