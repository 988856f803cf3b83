package dev.headroom.cli;

import dev.headroom.demo.Demo;
import dev.headroom.demo.DemoOptions;
import dev.headroom.demo.PredictWork;
import dev.headroom.report.RunFolder;
import dev.headroom.timeline.WallTimeline;
import dev.headroom.verdicts.Ending;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.Verdicts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `headroom demo`: the main job on this machine, with a report at the end.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the forecasting service of examples/inference on this machine, sends it recorded traffic that needs"
                    + " more replicas and then fewer, and shows why each decision was made: here, live on the page, and"
                    + " in a report with verdicts in runs/.",
            "About four minutes. Ctrl-C ends it early, and it still reports."
        },
        footer = {
            "",
            "Examples:",
            "  headroom demo",
            "  headroom demo --duration 10m --open",
            "  headroom demo --trace arrivals.csv --users 80",
            "  headroom demo --autoscaler hpa",
            "Exit status 0 when every verdict passed, else 1."
        })
final class DemoCommand implements Callable<Integer> {

    /// What the traffic of the example's operating point is; docs/design/demo.md says how it was found.
    private static final double BASE_RATE = 12;
    private static final double PEAK_RATE = 70;
    private static final PredictWork WORK = new PredictWork(12, 10);

    private static final Duration SYNC_PERIOD = Duration.ofSeconds(1);
    private static final DemoOptions.Expected EXPECTED =
            new DemoOptions.Expected(6, Duration.ofSeconds(5), 0.25, 0.01, Duration.ofSeconds(90));

    @Option(names = "--duration", paramLabel = "T", defaultValue = "4m",
            description = "of the traffic (default: ${DEFAULT-VALUE})")
    private String duration = "4m";

    @Option(names = "--trace", paramLabel = "FILE",
            description = "replay this recorded traffic, stretched to the duration and rescaled")
    private @Nullable Path trace;

    @Option(names = "--users", paramLabel = "N",
            description = "the spike is N users, each of whom sends a request a second (default: 70)")
    private @Nullable Integer users;

    @Option(names = "--autoscaler", paramLabel = "FORM", defaultValue = "scaledobject",
            description = "the form of its manifest: scaledobject, or hpa (default: ${DEFAULT-VALUE})")
    private Form autoscaler = Form.SCALEDOBJECT;

    @Option(names = "--open", description = "open the page in the browser")
    private boolean open;

    @Option(names = "--keep", description = "leave everything running after the report, until Ctrl-C")
    private boolean keep;

    @Option(names = "--runs", paramLabel = "FOLDER", defaultValue = "runs",
            description = "where the folder of this run is made (default: ${DEFAULT-VALUE})")
    private Path runs = Path.of("runs");

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var terminal = new Terminal(spec.commandLine().getOut());
        terminal.line("headroom demo: the forecasting service, its autoscaler and recorded traffic on this machine");
        var length = CliDurations.between(
                "--duration", duration, DemoOptions.MIN_DURATION, DemoOptions.MAX_DURATION);
        var rates = rates();
        var folder = RunFolder.create(runs, now());
        var options = new DemoOptions(
                server.config(
                        SYNC_PERIOD,
                        folder.path().resolve("logs").toAbsolutePath(),
                        folder.path().resolve("data"),
                        ServerOptions.Asked.NONE),
                autoscaler.manifests(Distribution.here()),
                length,
                Optional.ofNullable(trace),
                rates,
                WORK,
                EXPECTED);
        return run(options, folder, terminal);
    }

    /// The two forms in which the same autoscaler is written.
    enum Form {
        SCALEDOBJECT,
        HPA;

        List<Path> manifests(Distribution distribution) {
            var inference = distribution.examples("inference");
            return switch (this) {
                case SCALEDOBJECT -> List.of(inference);
                case HPA ->
                    List.of(
                            inference.resolve("inference.yaml"),
                            inference.resolve("alerts.yaml"),
                            distribution.examples("inference-hpa"));
            };
        }
    }

    private DemoOptions.Rates rates() {
        if (users == null) {
            return new DemoOptions.Rates(BASE_RATE, PEAK_RATE);
        }
        if (users < 1 || users > 2000) {
            throw new UserError("--users: expected 1 to 2000 (limit users), got " + users);
        }
        return new DemoOptions.Rates(users * BASE_RATE / PEAK_RATE, users);
    }

    private static Instant now() {
        try (var timeline = new WallTimeline()) {
            return timeline.now();
        }
    }

    private Integer run(DemoOptions options, RunFolder folder, Terminal terminal) {
        var stop = new Stop();
        try (var interruption = Interruption.listen(stop);
                var demo = Demo.start(options)) {
            stop.demo(demo);
            var wiring = demo.wiring();
            wiring.warnings().forEach(warning -> terminal.line("! " + warning));
            terminal.line("page at " + wiring.url() + "/ , logs in " + folder.path());
            if (open) {
                browse(wiring.url(), terminal);
            }
            var view = new DemoView(terminal, demo.runPlan(), wiring.url() + "/");
            var record = demo.play(view::waiting, view::second);
            var passed = report(record, folder, terminal);
            if (keep && !interruption.hasCome()) {
                terminal.line("kept running at " + wiring.url() + "/ ; Ctrl-C ends it");
                interruption.await();
                return passed;
            }
            return interruption.hasCome() ? ExitStatus.INTERRUPTED : passed;
        }
    }

    /// Ends the run when the user does; the run may not have begun yet.
    private static final class Stop implements Runnable {
        private @Nullable Demo demo;
        private boolean came;

        synchronized void demo(Demo started) {
            demo = started;
            if (came) {
                started.stop(new Ending.Interrupted());
            }
        }

        @Override
        public synchronized void run() {
            came = true;
            if (demo != null) {
                demo.stop(new Ending.Interrupted());
            }
        }
    }

    private static int report(RunRecord record, RunFolder folder, Terminal terminal) {
        var verdicts = Verdicts.of(record);
        terminal.keep();
        terminal.line("");
        VerdictTable.lines(verdicts, terminal.look(), terminal.columns()).forEach(terminal::line);
        terminal.line("");
        folder.write(record, verdicts).forEach(trouble -> terminal.line("! " + trouble));
        terminal.line("report: " + folder.path().resolve("report.html"));
        return verdicts.exitStatus();
    }

    private static void browse(String url, Terminal terminal) {
        var opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, url)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            terminal.line("! --open: expected " + opener + " on this machine, got none; open " + url + " yourself");
        }
    }
}
