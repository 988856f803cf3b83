package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that was given to be checked together.
///
/// @param sources by name
/// @param rules of rule files and PrometheusRules
/// @param servers configurations of Prometheus itself
/// @param unread what is no object although it should be, and what nobody knows
public record Drafts(
        Map<String, Source> sources,
        List<Manifest> manifests,
        List<Scaler> scalers,
        List<Workload> workloads,
        List<Origin.RuleDraft> rules,
        List<RuleFile> ruleFiles,
        List<AdapterRule> adapterRules,
        List<Field> servers,
        List<Query> queries,
        List<Unread> unread,
        ScrapeIntervals scrapeIntervals,
        Settings settings) {

    public Drafts {
        sources = Map.copyOf(sources);
        manifests = List.copyOf(manifests);
        scalers = List.copyOf(scalers);
        workloads = List.copyOf(workloads);
        rules = List.copyOf(rules);
        ruleFiles = List.copyOf(ruleFiles);
        adapterRules = List.copyOf(adapterRules);
        servers = List.copyOf(servers);
        queries = List.copyOf(queries);
        unread = List.copyOf(unread);
    }

    /// What is known besides the files.
    ///
    /// @param scrapeInterval how often everything is scraped, where the person says it
    /// @param testDuration how long the test is that the objects are for
    /// @param observed what a running server has
    /// @param stage how far the objects are
    public record Settings(
            Optional<Duration> scrapeInterval, Optional<Duration> testDuration, Observed observed, Stage stage) {
        public static final Settings NONE =
                new Settings(Optional.empty(), Optional.empty(), Observed.NOTHING, Stage.WRITTEN);
    }

    /// How far objects are on their way into a cluster.
    public enum Stage {
        /// In files of their author.
        WRITTEN("--scrape-interval"),
        /// On their way into the store: the API server has found no fault with their fields.
        ADMITTED("the annotation check.headroom.dev/scrape-interval");

        private final String scrapeInterval;

        Stage(String scrapeInterval) {
            this.scrapeInterval = scrapeInterval;
        }

        /// By what their author says how often something is scraped.
        public String scrapeInterval() {
            return scrapeInterval;
        }
    }

    /// A document that could not be read.
    ///
    /// @param wrong whether it is an object with a fault; otherwise nobody knows what it is
    public record Unread(Field.Place place, String message, boolean wrong) {}

    /// Rule groups as a file or an object has them.
    ///
    /// @param root the mapping with `groups`
    /// @param object the PrometheusRule; empty for a file of Prometheus
    public record RuleFile(Field root, Optional<Manifest> object) {}

    /// The same with what a running server has.
    public Drafts observing(Observed observed) {
        return new Drafts(
                sources, manifests, scalers, workloads, rules, ruleFiles, adapterRules, servers, queries, unread,
                scrapeIntervals,
                new Settings(settings.scrapeInterval(), settings.testDuration(), observed, settings.stage()));
    }

    /// Objects of a kind.
    public Stream<Manifest> of(String... kinds) {
        return manifests.stream().filter(manifest -> List.of(kinds).contains(manifest.kind()));
    }

    /// The workload that an autoscaler scales, when it is among the files; the last one that is written counts.
    public Optional<Workload> target(Scaler scaler) {
        return workloads.stream().filter(workload -> workload.isTargetOf(scaler)).reduce((_, last) -> last);
    }

    /// The autoscalers of a workload.
    public Stream<Scaler> scalersOf(Workload workload) {
        return scalers.stream().filter(workload::isTargetOf);
    }

    /// The text that a field stands in.
    public Source source(Field field) {
        var name = field.place().file();
        var source = sources.get(name);
        if (source == null) {
            throw new IllegalStateException("no such source: " + name);
        }
        return source;
    }

    /// Where a field's text stands; empty when it is no scalar or cannot be followed.
    public Optional<ScalarText> text(Field field) {
        return field instanceof Field.Scalar scalar ? ScalarText.of(source(field), scalar) : Optional.empty();
    }

    /// The edit that gives a scalar another text, quotes and all.
    public Optional<Edit> rewrite(Field field, String replacement) {
        return text(field).map(text -> new Edit(text.source(), text.start(), text.end(), replacement));
    }

    /// The edit that writes another key into a mapping, behind one that is there with a scalar of one line.
    public Optional<Edit> addKey(Field mapping, Field after, String entry) {
        return text(after).map(text -> {
            var source = text.source();
            int start = source.offset(mapping.place().line(), mapping.place().column());
            if (source.text().startsWith("{", start)) {
                return Edit.insertion(source, text.end(), ", " + entry);
            }
            int line = source.lineAt(Math.max(text.start(), text.end() - 1));
            var indent = " ".repeat(mapping.place().column() - 1);
            boolean last = line == source.lines();
            var added = last ? source.lineEnd() + indent + entry : indent + entry + source.lineEnd();
            return Edit.insertion(source, last ? source.text().length() : source.lineStart(line + 1), added);
        });
    }
}
