package dev.headroom.records;

import dev.headroom.hpa.HpaSettings;
import dev.headroom.manifests.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The decisions of a running Headroom on disk: `decisions.jsonl`, and beside it the older ones.
///
/// A start, and each `fileBytes`, begins a new file; the one before gets the instant of that in its name. The oldest
/// files go when all of them together exceed `bytes`, or when the newest line of one is older than `age`. What cannot
/// be written is counted, told once, and never fatal: the loop goes on without its record.
public final class DecisionFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionFiles.class);

    /// @param fileBytes when a new file begins (limit `fileBytes`)
    /// @param bytes of all files together (limit `bytes`)
    /// @param age of the newest line of a file (limit `age`)
    public record Limits(long fileBytes, long bytes, Duration age) {

        public static final Limits STANDARD = new Limits(64L << 20, 256L << 20, Duration.ofDays(30));

        public Limits {
            if (fileBytes < 1 || bytes < fileBytes || age.isNegative()) {
                throw new IllegalArgumentException(
                        "limits: expected 1 <= fileBytes <= bytes and an age, got " + fileBytes + ", " + bytes + ", "
                                + age);
            }
        }
    }

    /// Puts bytes at the end of a file.
    interface Appending {

        void append(Path file, byte[] bytes) throws IOException;
    }

    private final Path file;
    private final Limits limits;
    private final Appending appending;
    private final DecisionLines lines;
    private long size;
    private boolean begun;
    private boolean continues;
    private long lost;
    private long dropped;
    private Optional<String> trouble = Optional.empty();

    DecisionFiles(Path file, Limits limits, DecisionLines lines, Appending appending) {
        this.file = file;
        this.limits = limits;
        this.lines = lines;
        this.appending = appending;
    }

    /// Puts the record of an earlier start aside; the file itself is made with the first decision.
    ///
    /// @param objects what was applied
    public static DecisionFiles open(
            Path file, Limits limits, List<Manifest> objects, HpaSettings flags, Instant now) {
        var files = new DecisionFiles(
                file,
                limits,
                new DecisionLines(objects, flags),
                (path, bytes) -> Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        files.putAside(now);
        return files;
    }

    public Path file() {
        return file;
    }

    /// How many decisions could not be written.
    public synchronized long dropped() {
        return dropped;
    }

    /// Why the newest one could not be written; empty when it was.
    public synchronized Optional<String> trouble() {
        return trouble;
    }

    /// Writes one decision, under the number that the HTTP API has it.
    public synchronized void add(long id, ToldDecision told) {
        if (begun && size >= limits.fileBytes()) {
            putAside(told.record().time());
        }
        var text = (begun ? "" : lines.first(continues, lost)) + lines.decision(id, told);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            appending.append(file, bytes);
            size += bytes.length;
            begun = true;
            continues = true;
            lost = 0;
            trouble = Optional.empty();
        } catch (IOException failure) {
            failed(failure);
        }
    }

    /// What was half written ends where the next line begins, and that is a first line again.
    private void failed(IOException failure) {
        dropped++;
        lost++;
        begun = false;
        var why = file + ": expected to write a decision, got " + failure;
        if (trouble.isEmpty()) {
            LOG.warn("{}; the record of decisions has a gap, the loop goes on", why);
        }
        trouble = Optional.of(why);
        try {
            if (Files.exists(file)) {
                appending.append(file, new byte[] {'\n'});
            }
        } catch (IOException _) {
            // The disk is still full; a reader passes over the line that then begins in the middle of another.
        }
    }

    private void putAside(Instant now) {
        size = 0;
        begun = false;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                Files.move(file, aside(now), StandardCopyOption.ATOMIC_MOVE);
            }
            prune(now);
        } catch (IOException failure) {
            LOG.warn("{}: expected a folder for decisions that can be changed, got {}", file, failure.toString());
        }
    }

    private Path aside(Instant now) {
        var stem = stem();
        return file.resolveSibling(stem + "-" + now.toString().replace(':', '-') + ".jsonl");
    }

    private String stem() {
        return file.getFileName().toString().replaceFirst("\\.jsonl$", "");
    }

    private void prune(Instant now) throws IOException {
        long total = 0;
        for (var each : older().reversed()) {
            total += Files.size(each);
            var newest = Files.getLastModifiedTime(each).toInstant();
            boolean old = newest.isBefore(now.minus(limits.age()));
            if (total > limits.bytes() - limits.fileBytes() || old) {
                Files.delete(each);
            }
        }
    }

    /// The files before the one that is written, oldest first.
    private List<Path> older() throws IOException {
        var prefix = stem() + "-";
        try (var all = Files.list(file.toAbsolutePath().getParent())) {
            return all.filter(each -> each.getFileName().toString().startsWith(prefix)
                            && each.getFileName().toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /// All files, newest first; what is read of them is read when it is asked for.
    List<Path> newestFirst() throws IOException {
        var all = new ArrayList<>(older());
        if (Files.exists(file)) {
            all.add(file);
        }
        return all.reversed();
    }

    public DecisionHistory history() {
        return new DecisionHistory(this::newestFirst);
    }
}
