package dev.headroom.cli;

import dev.headroom.arrivals.Arrivals;
import dev.headroom.arrivals.DurationText;
import dev.headroom.arrivals.Programme;
import dev.headroom.arrivals.Shape;
import dev.headroom.arrivals.ShapeText;
import dev.headroom.arrivals.ShippedTrace;
import dev.headroom.arrivals.TraceFile;
import dev.headroom.loadgen.ThinkTime;
import dev.headroom.loadgen.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `headroom load` that say when requests are sent: exactly one of users, rate, shape and trace.
final class LoadOptions {

    private static final String SHIPPED = "azure-llm-conv";
    private static final double DEFAULT_RATE = 10;
    private static final Duration DEFAULT_DURATION = Duration.ofSeconds(30);

    @Option(names = "--users", paramLabel = "N",
            description = "closed loop: N users, each waits for its answer, thinks, sends again")
    private @Nullable Integer users;

    @Option(names = "--spawn-rate", paramLabel = "R",
            description = "users that start per second (default: all at once)")
    private @Nullable Double spawnRate;

    @Option(names = "--think-time", paramLabel = "T",
            description = "what a user waits between requests, like 1s or 1s..3s (default: ${DEFAULT-VALUE})")
    private String thinkTime = "1s";

    @Option(names = "--rate", paramLabel = "R",
            description = "open loop: R requests a second, answered or not (default: 10)")
    private @Nullable Double rate;

    @Option(names = "--shape", paramLabel = "TEXT",
            description = "open loop whose rate changes, like '20 for 60s, 20 to 80 over 30s, 80 for 60s'")
    private @Nullable String shape;

    @Option(names = "--trace", paramLabel = "FILE",
            description = "open loop, recorded arrivals (CSV or a rate a line, .gz too); azure-llm-conv is built in")
    private @Nullable String trace;

    @Option(names = "--peak", paramLabel = "R", description = "requests a second in the busiest twelfth of the trace")
    private @Nullable Double peak;

    @Option(names = "--paced", description = "even gaps at --rate and --shape instead of random (Poisson) ones")
    private boolean paced;

    @Option(names = "--duration", paramLabel = "T",
            description = "how long, like 90s or 5m (default: 30s; a shape or trace as long as it is)")
    private @Nullable String duration;

    /// The traffic these options describe.
    Traffic traffic(long seed) {
        requireOne();
        if (users != null) {
            return new Traffic.Closed(
                    users,
                    spawnRate == null ? Double.POSITIVE_INFINITY : spawnRate,
                    thinkTime(),
                    length(DEFAULT_DURATION));
        }
        if (trace != null) {
            return new Traffic.Open(recorded(trace, seed));
        }
        var wanted = shape == null ? constant() : shaped(shape);
        return new Traffic.Open(paced ? new Arrivals.Paced(wanted) : new Arrivals.Poisson(wanted, seed));
    }

    /// The shape at its own rates, over another duration when one is given.
    private Shape shaped(String text) {
        var asTyped = ShapeText.parse(text);
        if (asTyped.duration().isZero()) {
            throw new UserError("--shape: expected some duration, got none in \"" + text + '"');
        }
        double factor = (double) length(asTyped.duration()).toNanos() / asTyped.duration().toNanos();
        return asTyped.stretch(factor).multiply(factor);
    }

    private Shape constant() {
        double wanted = rate == null ? DEFAULT_RATE : rate;
        if (!(wanted > 0 && wanted < Double.POSITIVE_INFINITY)) {
            throw new UserError("--rate: expected more than 0 requests a second, got " + wanted);
        }
        return Shape.constant(wanted, length(DEFAULT_DURATION));
    }

    private Arrivals recorded(String name, long seed) {
        var recording = SHIPPED.equals(name) ? ShippedTrace.conversation() : TraceFile.read(Path.of(name), seed);
        var wanted = length(recording.duration());
        if (recording.duration().isZero() || wanted.isZero()) {
            throw new UserError("--trace: expected a trace with some duration, got none in " + name);
        }
        if (peak != null) {
            if (!(peak > 0)) {
                throw new UserError("--peak: expected more than 0 requests a second, got " + peak);
            }
            return Programme.replay(recording, wanted, peak, seed).arrivals();
        }
        return recording.stretch((double) wanted.toNanos() / recording.duration().toNanos());
    }

    private Duration length(Duration otherwise) {
        if (duration == null) {
            return otherwise;
        }
        var length = DurationText.parse("--duration", duration);
        if (length.isZero()) {
            throw new UserError("--duration: expected more than zero, like 90s or 5m, got \"" + duration + '"');
        }
        return length;
    }

    private ThinkTime thinkTime() {
        int dots = thinkTime.indexOf("..");
        var from = DurationText.parse("--think-time", dots < 0 ? thinkTime : thinkTime.substring(0, dots));
        var to = dots < 0 ? from : DurationText.parse("--think-time", thinkTime.substring(dots + 2));
        return new ThinkTime(from, to);
    }

    private void requireOne() {
        var given = new ArrayList<String>();
        if (users != null) {
            given.add("--users");
        }
        if (rate != null) {
            given.add("--rate");
        }
        if (shape != null) {
            given.add("--shape");
        }
        if (trace != null) {
            given.add("--trace");
        }
        if (given.size() > 1) {
            throw new UserError(
                    "traffic: expected one of --users, --rate, --shape, --trace, got " + String.join(" and ", given));
        }
        if (users == null && spawnRate != null) {
            throw new UserError("--spawn-rate: expected --users with it, got none");
        }
        if (trace == null && peak != null) {
            throw new UserError("--peak: expected --trace with it, got none");
        }
    }
}
