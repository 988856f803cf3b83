package dev.headroom.cli;

import dev.headroom.arrivals.DurationText;
import dev.headroom.loadgen.LoadLimits;
import dev.headroom.loadgen.LoadPlan;
import dev.headroom.loadgen.LoadRun;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.loadgen.Outcome;
import dev.headroom.timeline.WallTimeline;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `headroom load`: a load test against a URL.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends requests to a URL and measures how long each took.",
            "",
            "Open loop (--rate, --shape, --trace): the clock decides when a request is sent, as independent users do. "
                    + "Closed loop (--users): each user waits for its answer, so a slow server gets less load. "
                    + "Latency counts from when a request was due, so a stall shows in all who would have waited."
        },
        footer = {
            "",
            "Examples:",
            "  headroom load http://127.0.0.1:8000/healthz --rate 50 --duration 60s",
            "  headroom load http://127.0.0.1:8000/predict --body-file body.json \\",
            "      --users 100 --spawn-rate 10",
            "  headroom load http://127.0.0.1:8000/ --rate 50 \\",
            "      --mix '8 POST /predict @body.json' \\",
            "      --mix '1 GET /healthz' --mix '1 GET /metrics'",
            "  headroom load http://127.0.0.1:8000/predict --body-file body.json \\",
            "      --shape '20 for 60s, 20 to 80 over 30s, 80 for 60s'",
            "  headroom load http://127.0.0.1:8000/predict --body-file body.json \\",
            "      --trace azure-llm-conv --peak 40 --duration 5m \\",
            "      --p95 500ms --max-error-rate 0.1%%",
            "",
            "Exit status: 0 done and within --p95 and --max-error-rate, 1 one of them",
            "missed or nothing was answered,",
            "2 wrong usage, 130 interrupted."
        })
final class LoadCommand implements Callable<Integer> {

    @Parameters(paramLabel = "URL", description = "where to, like http://127.0.0.1:8000/predict")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String url;

    @ArgGroup(validate = false, heading = "%nWhen:%n")
    private LoadOptions when = new LoadOptions();

    @ArgGroup(validate = false, heading = "%nWhat:%n")
    private LoadRequestOptions what = new LoadRequestOptions();

    @ArgGroup(validate = false, heading = "%nWithin:%n")
    private Within within = new Within();

    @Option(names = "--json", description = "print the result as JSON, each second in it")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    /// Limits, thresholds and the seed.
    static final class Within {

        @Option(names = "--p95", paramLabel = "T",
                description = "fail (exit status 1) when 95 %% took longer, like 500ms")
        private @Nullable String p95;

        @Option(names = "--max-error-rate", paramLabel = "SHARE",
                description = "fail (exit status 1) when more requests failed, like 1%% or 0.01")
        private @Nullable String maxErrorRate;

        @Option(names = "--timeout", paramLabel = "T",
                description = "a request without a whole answer by then has failed (default: ${DEFAULT-VALUE})")
        private String timeout = "30s";

        @Option(names = "--connections", paramLabel = "N", description = "open at once (default: ${DEFAULT-VALUE})")
        private int connections = LoadLimits.DEFAULT.connections();

        @Option(names = "--threads", paramLabel = "N", description = "processors that send (default: ${DEFAULT-VALUE})")
        private int threads = LoadLimits.DEFAULT.threads();

        @Option(names = "--seed", paramLabel = "N",
                description = "of gaps, think times and mix; the same seed sends the same (default: ${DEFAULT-VALUE})")
        private long seed = 1;

        private LoadLimits limits() {
            var normal = LoadLimits.DEFAULT;
            return new LoadLimits(
                    DurationText.parse("--timeout", timeout), connections, normal.users(), normal.rate(), threads);
        }

        private double p95Seconds() {
            return p95 == null ? Double.POSITIVE_INFINITY : DurationText.parse("--p95", p95).toNanos() / 1e9;
        }

        private double errorShare() {
            if (maxErrorRate == null) {
                return Double.POSITIVE_INFINITY;
            }
            var text = maxErrorRate.strip();
            boolean percent = text.endsWith("%");
            try {
                double value = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
                double share = percent ? value / 100 : value;
                if (share >= 0 && share <= 1) {
                    return share;
                }
            } catch (NumberFormatException _) {
                // told below, as a share beyond 100 % is
            }
            throw new UserError("--max-error-rate: expected a share like 1% or 0.01, got \"" + maxErrorRate + '"');
        }
    }

    @Override
    public Integer call() throws Exception {
        double p95 = within.p95Seconds();
        double errorShare = within.errorShare();
        var plan = new LoadPlan(what.requests(url), when.traffic(within.seed), within.limits(), within.seed);
        var out = spec.commandLine().getOut();
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(plan.limits().threads()));
        try (var timeline = new WallTimeline()) {
            var run = LoadRun.start(plan, vertx, timeline);
            var end = json ? run.finished().join() : followed(run, out);
            var verdicts = verdicts(end, p95, errorShare);
            if (json) {
                var root = LoadJson.of(end, run.seconds());
                var missed = root.putArray("missed");
                verdicts.stream().filter(verdict -> !verdict.met()).forEach(verdict -> missed.add(verdict.text()));
                out.println(root.toPrettyString());
            } else {
                var terminal = new Terminal(out);
                verdicts.forEach(verdict -> terminal.line(
                        verdict.met() ? terminal.good("✓ " + verdict.text()) : terminal.bad("✗ " + verdict.text())));
            }
            out.flush();
            return verdicts.stream().allMatch(Verdict::met) ? ExitStatus.DONE : ExitStatus.CHECK_FAILED;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /// Shows the run until its end; an interrupted one shows what it has.
    private static LoadSnapshot followed(LoadRun run, PrintWriter out) {
        var view = new LoadView(new Terminal(out), run.plan().traffic().duration());
        run.onSecond(second -> view.second(second, run.snapshot()));
        var interrupted = Thread.ofPlatform().unstarted(() -> {
            run.stop();
            view.end(run.snapshot());
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        var end = run.finished().join();
        if (Runtime.getRuntime().removeShutdownHook(interrupted)) {
            view.end(end);
        }
        return end;
    }

    private record Verdict(boolean met, String text) {}

    private static List<Verdict> verdicts(LoadSnapshot end, double p95, double errorShare) {
        var verdicts = new ArrayList<Verdict>();
        if (end.counts().completed() == 0) {
            verdicts.add(new Verdict(false, "nothing was answered"));
        }
        if (p95 < Double.POSITIVE_INFINITY) {
            double measured = end.measured().total().p95();
            verdicts.add(new Verdict(
                    measured <= p95, "p95 " + LoadView.time(measured) + ", at most " + LoadView.time(p95)));
        }
        if (errorShare < Double.POSITIVE_INFINITY) {
            double measured = end.counts().errorRate();
            verdicts.add(new Verdict(
                    measured <= errorShare,
                    String.format(
                            Locale.ROOT, "failed %.3f %%, at most %.3f %%", measured * 100, errorShare * 100)));
        }
        if (end.counts().of(Outcome.OK) == 0 && end.counts().completed() > 0 && verdicts.isEmpty()) {
            verdicts.add(new Verdict(false, "every request failed"));
        }
        return verdicts;
    }
}
