package dev.headroom.cli;

import dev.headroom.check.Check;
import dev.headroom.check.FindingJson;
import dev.headroom.check.FindingText;
import dev.headroom.check.Patch;
import dev.headroom.check.Sarif;
import dev.headroom.drafts.DraftReader;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Observed;
import dev.headroom.drafts.Severity;
import dev.headroom.drafts.Source;
import dev.headroom.inspection.AppliedObjects;
import dev.headroom.inspection.ClusterChoice;
import dev.headroom.inspection.ClusterReads;
import dev.headroom.inspection.ObservedSeries;
import dev.headroom.manifests.ManifestException;
import dev.headroom.server.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `headroom check`: what is wrong with manifests, rules, adapter configuration and queries before they are applied.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Finds what is wrong with manifests, rules and queries before they are applied; with an option"
                + " that names a cluster, and as kubectl headroom without FILE, with what is applied there.",
        footer = {
            "",
            "Examples:",
            "  headroom check deployment.yaml scaledobject.yaml rules.yaml",
            "  headroom check --scrape-interval 15s k8s/",
            "  headroom check --fix scaledobject.yaml",
            "  headroom check --query 'histogram_quantile(0.95, sum(rate(latency_seconds_bucket[1m])))'",
            "  headroom check --server http://prometheus:9090 scaledobject.yaml rules.yaml",
            "  headroom check --sarif k8s/ > check.sarif",
            "  headroom check -n shop --context staging",
            "Reads Kubernetes and KEDA objects, rule files, prometheus.yml, and the configuration or Helm values of",
            "prometheus-adapter; all that is given together is checked together. A comment `# headroom check: ignore",
            "RULE` silences a rule for what follows it, `# headroom check: scrape-interval 15s` says how often a"
                    + " file's",
            "series are scraped. Every rule is explained in docs/reference/checks.",
            "Exit status: 0 clean (infos do not count), 1 errors or warnings, 2 a file cannot be read."
        })
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "files, folders of .yaml and .yml files, or -")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--query", paramLabel = "EXPR", description = "check this query, too")
    private List<String> queries = new ArrayList<>();

    @Option(names = "--scrape-interval", paramLabel = "T",
            description = "how often everything is scraped (default: what monitors and prometheus.yml say, else 1m,"
                    + " Prometheus' default)")
    private @Nullable String scrapeInterval;

    @Option(names = "--duration", paramLabel = "T",
            description = "how long the test is that the objects are for; windows longer than it are named")
    private @Nullable String duration;

    @Option(names = "--server", paramLabel = "URL",
            description = "a running Headroom or Prometheus: series and buckets are looked up there")
    private @Nullable String server;

    @Option(names = "--metrics", paramLabel = "FILE",
            description = "a metrics page (Prometheus text) whose buckets are known")
    private @Nullable Path metrics;

    @Option(names = "--fix", description = "write the suggested changes into the files")
    private boolean fix;

    @Option(names = "--json", description = "print the findings as JSON")
    private boolean json;

    @Option(names = "--sarif", description = "print the findings as SARIF 2.1.0")
    private boolean sarif;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    /// What is wrong with the files that cannot be read; the others are checked all the same.
    private final Set<String> unread = new LinkedHashSet<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean named = !files.isEmpty() || !queries.isEmpty();
        var choice = cluster.choice(!named && ClusterOptions.isPlugin(spec));
        if (choice.isPresent()) {
            return applied(choice.get(), named);
        }
        if (!named) {
            throw new ParameterException(
                    spec.commandLine(), "expected FILE..., --query EXPR or -n NAMESPACE, got none of them");
        }
        var read = new CheckedFiles(files);
        var drafts = drafts(read.sources());
        var observed = observed(drafts);
        var checked = drafts.observing(observed);
        var findings = Check.findings(checked);
        if (fix) {
            var patch = Patch.of(findings);
            read.write(patch.texts());
            note(patch.fixes() + " of the suggested changes written");
            findings = Check.findings(drafts(new CheckedFiles(files).sources()).observing(observed));
        }
        print(findings, read.sources().size() - unread.size());
        unread.forEach(line -> note("headroom check: " + line));
        if (!unread.isEmpty()) {
            return ExitStatus.WRONG_INPUT;
        }
        return verdict(findings);
    }

    /// Checks what is applied in a cluster.
    private int applied(ClusterChoice choice, boolean named) {
        if (named || fix) {
            throw new UserError("check: expected files or a cluster, got "
                    + (fix ? "--fix, which writes files," : "files or queries") + " and a cluster");
        }
        try (var reads = ClusterReads.open(choice)) {
            var objects = AppliedObjects.read(reads);
            var drafts = drafts(objects.sources());
            var findings = Check.findings(drafts.observing(observed(drafts)));
            if (sarif || json) {
                print(findings, objects.sources().size());
            } else {
                FindingText.ofObjects(findings, objects.sources().size())
                        .forEach(spec.commandLine().getOut()::println);
            }
            objects.notes().forEach(note -> note("headroom check: " + note));
            return verdict(findings);
        }
    }

    private static int verdict(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() != Severity.INFO)
                ? ExitStatus.CHECK_FAILED
                : ExitStatus.DONE;
    }

    private Drafts drafts(List<Source> sources) {
        var reader = new DraftReader(new Drafts.Settings(
                length("--scrape-interval", scrapeInterval),
                length("--duration", duration),
                Observed.NOTHING,
                Drafts.Stage.WRITTEN));
        for (var source : sources) {
            try {
                reader.file(source);
            } catch (ManifestException wrong) {
                unread.add(String.valueOf(wrong.getMessage()));
            }
        }
        for (int i = 0; i < queries.size(); i++) {
            reader.query(new Source(queries.size() == 1 ? "--query" : "--query#" + (i + 1), queries.get(i)));
        }
        return reader.drafts();
    }

    private static Optional<Duration> length(String option, @Nullable String text) {
        return text == null
                ? Optional.empty()
                : Optional.of(CliDurations.between(option, text, Duration.ofMillis(100), Duration.ofDays(7)));
    }

    private Observed observed(Drafts drafts) {
        if (server != null) {
            return new ObservedSeries(drafts).onServer(server);
        }
        return metrics != null ? new ObservedSeries(drafts).onPage(metrics) : Observed.NOTHING;
    }

    private void print(List<Finding> findings, int count) {
        var out = spec.commandLine().getOut();
        if (sarif) {
            out.println(Sarif.of(findings, Version.TEXT).toPrettyString());
        } else if (json) {
            out.println(FindingJson.of(findings).toPrettyString());
        } else {
            FindingText.lines(findings, count + queries.size()).forEach(out::println);
        }
    }

    private void note(String line) {
        spec.commandLine().getErr().println(line);
    }
}
