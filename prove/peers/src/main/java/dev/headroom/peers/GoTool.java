package dev.headroom.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A program that Go builds from a module of this folder: `go.mod` names the tool and its version. What was built stays
/// in the user's cache, outside of the repository, until `go.mod` changes.
public final class GoTool {

    private static final int NAME_DIGITS = 12;

    private final Path module;
    private final String tool;

    /// @param module the folder with `go.mod` and `go.sum`
    /// @param tool the package that a `tool` line of it names
    public GoTool(Path module, String tool) {
        this.module = module;
        this.tool = tool;
    }

    /// Whether Go is there to build it; says what to do when it is not.
    public static Optional<String> missing() {
        try {
            return run(Path.of("."), List.of("go", "version")).isEmpty()
                    ? Optional.of("needs Go 1.26 or newer: expected `go version` to answer, got nothing")
                    : Optional.empty();
        } catch (UncheckedIOException _) {
            return Optional.of("needs Go 1.26 or newer on the PATH: https://go.dev/dl");
        }
    }

    /// The program, built when it is not there yet; that takes minutes the first time. One process builds at a time.
    public Path program() {
        var name = tool.substring(tool.lastIndexOf('/') + 1);
        var folder = cache().resolve(name + "-" + fingerprint());
        var program = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.isExecutable(program)) {
                    run(module, List.of("go", "build", "-ldflags=-s -w", "-o", program.toString(), tool));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot build " + tool + " in " + folder, failure);
        }
        return program;
    }

    private static Path cache() {
        var set = System.getenv("XDG_CACHE_HOME");
        var home = Path.of(System.getProperty("user.home"));
        return (set == null || set.isEmpty() ? home.resolve(".cache") : Path.of(set)).resolve("headroom/tools");
    }

    private String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(module.resolve("go.mod")));
            return HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + module.resolve("go.mod"), failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// What a command prints.
    private static String run(Path folder, List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " in " + folder + " ended with " + status + ": " + output);
            }
            return output.strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }
}
