package dev.headroom.programs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A program that Go builds. What was built stays in the user's cache, outside of any repository, until its module
/// changes.
public final class GoTool {

    private static final int NAME_DIGITS = 12;

    /// Lines of progress while it is built: one for so many packages.
    private static final int PACKAGES_A_LINE = 100;

    private static final int SHOWN_LINES = 3;
    private static final String LOG = "build.log";

    private final GoModule module;
    private final String tool;
    private final String name;
    private final String linkerFlags;
    private final Path cache;

    /// @param tool the package that a `tool` line of the module names
    /// @param name what the program is called
    public GoTool(GoModule module, String tool, String name) {
        this(module, tool, name, "");
    }

    /// @param linkerFlags for Go's linker, such as `-X PACKAGE.VARIABLE=VALUE`
    public GoTool(GoModule module, String tool, String name, String linkerFlags) {
        this(module, tool, name, linkerFlags, userCache());
    }

    /// @param cache the folder for what is built
    GoTool(GoModule module, String tool, String name, String linkerFlags, Path cache) {
        this.module = module;
        this.tool = tool;
        this.name = name;
        this.linkerFlags = linkerFlags;
        this.cache = cache;
    }

    private static Path userCache() {
        var set = System.getenv("XDG_CACHE_HOME");
        var home = Path.of(System.getProperty("user.home"));
        return (set == null || set.isEmpty() ? home.resolve(".cache") : Path.of(set)).resolve("headroom/tools");
    }

    /// Why Go cannot build anything here, and what to do about it; empty when it can.
    public static Optional<String> missing() {
        try {
            var process = new ProcessBuilder("go", "version").redirectErrorStream(true).start();
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of("needs Go 1.26 or newer: expected `go version` to answer, got \"" + answer + '"');
        } catch (IOException _) {
            return Optional.of("needs Go 1.26 or newer on the PATH, found none: https://go.dev/dl");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    public String name() {
        return name;
    }

    /// The program, when it is in the cache already.
    public Optional<Path> built() {
        return Optional.of(folder().resolve(name)).filter(Files::isExecutable);
    }

    /// The program, built when it is not there yet. See [#program(Consumer)].
    public Path program() {
        return program(_ -> {});
    }

    /// The program, built when it is not there yet; that takes minutes the first time. One process builds at a time.
    ///
    /// @param progress gets a line now and then while it is built
    /// @throws ProgramException when Go is missing or the build fails
    public Path program(Consumer<String> progress) {
        var built = built();
        if (built.isPresent()) {
            return built.get();
        }
        missing().ifPresent(why -> {
            throw new ProgramException(name + ": " + why);
        });
        var folder = folder();
        var program = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.isExecutable(program)) {
                    build(folder, progress);
                }
            }
        } catch (IOException failure) {
            throw new ProgramException(name + ": cannot build it in " + folder + ": " + failure, failure);
        }
        return program;
    }

    Path folder() {
        return cache.resolve(name + "-" + fingerprint());
    }

    private String fingerprint() {
        try {
            var text = module.goMod() + linkerFlags;
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void build(Path folder, Consumer<String> progress) throws IOException {
        Files.writeString(folder.resolve("go.mod"), module.goMod());
        Files.writeString(folder.resolve("go.sum"), module.goSum());
        var log = folder.resolve(LOG);
        progress.accept("building " + name + ", which takes minutes the first time; log: " + log);
        // Whoever looks for the program must not find half of it.
        var unfinished = folder.resolve(name + ".unfinished");
        var builder = new ProcessBuilder(
                        "go", "build", "-v", ("-ldflags=-s -w " + linkerFlags).strip(), "-o", unfinished.toString(),
                        tool)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        // Then it needs no C compiler, and the result no library of this machine.
        builder.environment().put("CGO_ENABLED", "0");
        var process = builder.start();
        try {
            logged(process, log, progress);
            int status = process.waitFor();
            if (status != 0) {
                throw new ProgramException(name + ": `go build " + tool + "` ended with " + status + ": " + last(log)
                        + "; the whole log is " + log);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProgramException(name + ": interrupted while it was built");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Keeps what Go prints: a line for each module that it fetches and each package that it has compiled.
    private void logged(Process process, Path log, Consumer<String> progress) throws IOException {
        int lines = 0;
        try (var from = process.inputReader(StandardCharsets.UTF_8);
                var to = Files.newBufferedWriter(log)) {
            for (var line = from.readLine(); line != null; line = from.readLine()) {
                to.write(line);
                to.newLine();
                to.flush();
                if (++lines % PACKAGES_A_LINE == 0) {
                    progress.accept("building " + name + ": " + lines + " packages so far, now " + line);
                }
            }
        }
    }

    private static String last(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
