package dev.headroom.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The two files that say which version of which program Go builds, and of everything it is made of.
///
/// @param goMod `go.mod`; a `tool` line of it names each program
/// @param goSum `go.sum`, the checksums of all modules
public record GoModule(String goMod, String goSum) {

    /// The files of a folder.
    public static GoModule in(Path folder) {
        try {
            return new GoModule(
                    Files.readString(folder.resolve("go.mod")), Files.readString(folder.resolve("go.sum")));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read go.mod and go.sum in " + folder, failure);
        }
    }

    /// The files of a folder on the class path, seen from the package of `beside`.
    public static GoModule ofResources(Class<?> beside, String folder) {
        return new GoModule(resource(beside, folder + "/go.mod"), resource(beside, folder + "/go.sum"));
    }

    private static String resource(Class<?> beside, String name) {
        try (var stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "no resource " + name + " beside " + beside.getName() + ": was it left out of the jar?");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read resource " + name, failure);
        }
    }
}
