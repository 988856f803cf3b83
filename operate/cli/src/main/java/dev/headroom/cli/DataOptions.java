package dev.headroom.cli;

import dev.headroom.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where samples are kept and how long, under Headroom's and under Prometheus' names.
final class DataOptions {

    private static final Pattern TIME = Pattern.compile(
            "(?:(?<y>\\d{1,4})y)?(?:(?<w>\\d{1,5})w)?(?:(?<d>\\d{1,6})d)?(?:(?<h>\\d{1,7})h)?(?:(?<m>\\d{1,9})m)?"
                    + "(?:(?<s>\\d{1,10})s)?");
    private static final Pattern SIZE = Pattern.compile("(?<number>\\d{1,12})(?<unit>[KMGTPE]?)B|0");
    private static final String UNITS = "KMGTPE";
    private static final int BITS_PER_UNIT = 10;
    private static final int DAYS_PER_WEEK = 7;
    private static final int DAYS_PER_YEAR = 365;

    @Option(names = {"--data", "--storage.tsdb.path"}, paramLabel = "FOLDER",
            description = "where samples are kept, so that history survives a restart; up: runs/data, demo: data in the"
                    + " folder of the run, operator: samples in this folder, and its decisions and differences beside"
                    + " them")
    private @Nullable Path folder;

    @Option(names = {"--retention-time", "--storage.tsdb.retention.time"}, paramLabel = "T", defaultValue = "15d",
            description = "how long samples are kept (default: ${DEFAULT-VALUE})")
    private String retentionTime = "15d";

    @Option(names = {"--retention-size", "--storage.tsdb.retention.size"}, paramLabel = "SIZE", defaultValue = "0",
            description = "how many bytes samples may take, such as 512MB; 0 for any (default: ${DEFAULT-VALUE})")
    private String retentionSize = "0";

    /// @param otherwise the folder when none was named
    ServerConfig.Data data(Path otherwise) {
        var chosen = folder == null ? otherwise : folder;
        return new ServerConfig.Data(chosen.toAbsolutePath(), time(retentionTime), bytes(retentionSize));
    }

    /// The folder that was named.
    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /// Samples in a folder of the one that was named.
    ServerConfig.Data below(Path named, String name) {
        return new ServerConfig.Data(
                named.resolve(name).toAbsolutePath(), time(retentionTime), bytes(retentionSize));
    }

    /// A duration of days and the like, as Prometheus writes them.
    static Duration time(String text) {
        var match = TIME.matcher(text);
        if (match.matches()) {
            var time = Duration.ofDays(number(match.group("y")) * DAYS_PER_YEAR)
                    .plusDays(number(match.group("w")) * DAYS_PER_WEEK)
                    .plusDays(number(match.group("d")))
                    .plusHours(number(match.group("h")))
                    .plusMinutes(number(match.group("m")))
                    .plusSeconds(number(match.group("s")));
            if (time.isPositive()) {
                return time;
            }
        }
        throw new UserError("--retention-time: expected a duration like 15d, 2w or 1d12h, got \"" + text + '"');
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /// A number of bytes; units are powers of 1024, as in Prometheus.
    static long bytes(String text) {
        var match = SIZE.matcher(text);
        if (!match.matches()) {
            throw new UserError("--retention-size: expected a size like 512MB or 10GB, or 0, got \"" + text + '"');
        }
        if (match.group("number") == null) {
            return 0;
        }
        var unit = match.group("unit");
        int shift = unit.isEmpty() ? 0 : BITS_PER_UNIT * (UNITS.indexOf(unit) + 1);
        long number = Long.parseLong(match.group("number"));
        if (number > Long.MAX_VALUE >> shift) {
            throw new UserError("--retention-size: expected at most " + (Long.MAX_VALUE >> shift) + unit + "B, got \""
                    + text + '"');
        }
        return number << shift;
    }
}
