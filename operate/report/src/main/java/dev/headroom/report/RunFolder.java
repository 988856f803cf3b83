package dev.headroom.report;

import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.Verdicts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The folder of one run, `runs/2026-03-02T10-00-00Z/`, and the files of its report.
///
/// A file is written beside its name and then moved onto it: a reader sees all of it or none, and what was there before
/// stays until then. What cannot be written is told in one line per file and keeps no other file from being written.
public final class RunFolder {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int MOST_RUNS_A_SECOND = 100;

    private final Path path;
    private final Writing writing;

    /// Puts bytes into a new file.
    interface Writing {

        void write(Path file, byte[] bytes) throws IOException;
    }

    RunFolder(Path path, Writing writing) {
        this.path = path;
        this.writing = writing;
    }

    /// Makes the folder of a run that starts now; a second run in the same second gets a number.
    ///
    /// @throws ReportException when it cannot be made
    public static RunFolder create(Path runs, Instant startedAt) {
        var name = NAME.format(startedAt);
        try {
            Files.createDirectories(runs);
            for (int i = 1; i <= MOST_RUNS_A_SECOND; i++) {
                var path = runs.resolve(i == 1 ? name : name + "-" + i);
                try {
                    return new RunFolder(Files.createDirectory(path), (file, bytes) -> Files.write(file, bytes));
                } catch (FileAlreadyExistsException _) {
                    // another run has it
                }
            }
        } catch (IOException failure) {
            throw new ReportException(
                    runs + ": expected a folder for reports that can be written, got " + words(failure)
                            + "; name another with --runs");
        }
        throw new ReportException(runs.resolve(name) + ": expected a free name, got " + MOST_RUNS_A_SECOND
                + " runs of the same second");
    }

    public Path path() {
        return path;
    }

    /// Writes the three files of the report.
    ///
    /// @return one line for each that could not be written
    public List<String> write(RunRecord run, Verdicts verdicts) {
        var troubles = new ArrayList<String>();
        write("report.html", HtmlReport.of(run, verdicts), troubles);
        write("report.md", MarkdownReport.of(run, verdicts), troubles);
        write("telemetry.csv", TelemetryCsv.of(run), troubles);
        return troubles;
    }

    private void write(String name, String text, List<String> troubles) {
        var file = path.resolve(name);
        var beside = path.resolve("." + name + ".part");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            writing.write(beside, bytes);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            troubles.add(file + ": expected to write " + bytes.length + " bytes, got " + words(failure));
            discard(beside);
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // its folder is what failed, which has been told
        }
    }

    private static String words(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException missing -> "no such folder: " + missing.getFile();
            case FileAlreadyExistsException taken -> "a file of that name: " + taken.getFile();
            default -> {
                var message = String.valueOf(failure.getMessage());
                int colon = message.lastIndexOf(": ");
                yield colon < 0 ? message : message.substring(colon + 2);
            }
        };
    }
}
