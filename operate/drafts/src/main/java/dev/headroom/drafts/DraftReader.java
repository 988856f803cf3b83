package dev.headroom.drafts;

import dev.headroom.drafts.Origin.RuleDraft;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads texts into [Drafts]: tells what each document is by its keys, not by its file's name.
public final class DraftReader {

    private final Drafts.Settings settings;
    private final ScrapeIntervals intervals;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Scaler> scalers = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<RuleDraft> rules = new ArrayList<>();
    private final List<Drafts.RuleFile> ruleFiles = new ArrayList<>();
    private final List<AdapterRule> adapterRules = new ArrayList<>();
    private final List<Field> servers = new ArrayList<>();
    private final List<Query> queries = new ArrayList<>();
    private final List<Drafts.Unread> unread = new ArrayList<>();

    public DraftReader(Drafts.Settings settings) {
        this.settings = settings;
        this.intervals = new ScrapeIntervals(settings.scrapeInterval());
    }

    /// A file of YAML documents, or of JSON.
    ///
    /// @throws ManifestException when it is no YAML
    public DraftReader file(Source source) {
        sources.put(source.name(), source);
        Comments.scrapeInterval(source).ifPresent(interval -> intervals.comment(source.name(), interval));
        Yaml.read(source.name(), source.text()).forEach(this::document);
        return this;
    }

    /// A query by itself.
    public DraftReader query(Source source) {
        sources.put(source.name(), source);
        queries.add(Query.of(
                new Origin.OfHand(),
                source.place(0),
                Optional.of(ScalarText.whole(source)),
                Template.plain(source.text())));
        return this;
    }

    public Drafts drafts() {
        intervals.associate(queries);
        return new Drafts(
                sources, manifests, scalers, workloads, rules, ruleFiles, adapterRules, servers, queries, unread,
                intervals, settings);
    }

    private void document(Field document) {
        if (!(document instanceof Field.Mapping mapping)) {
            unread.add(new Drafts.Unread(document.place(), "expected a mapping, got another document", false));
        } else if (mapping.fields().containsKey("kind") && mapping.fields().containsKey("apiVersion")) {
            object(document);
        } else if (!configuration(document)) {
            unread.add(new Drafts.Unread(
                    document.place(),
                    "expected a Kubernetes object, a rule file, a prometheus.yml, or the configuration or Helm values"
                            + " of"
                            + " prometheus-adapter; nothing in this document is checked",
                    false));
        }
    }

    private void object(Field document) {
        if (Peek.text(document, "kind").orElse("").endsWith("List") && !Peek.items(document, "items").isEmpty()) {
            Peek.items(document, "items").forEach(this::document);
            return;
        }
        if (isPlaceholder(Peek.at(document, "metadata", "name"))) {
            unread.add(new Drafts.Unread(
                    document.place(), "expected a name, got a placeholder in braces; a template is not checked",
                            false));
            return;
        }
        try {
            var manifest = Manifest.of(document);
            manifests.add(manifest);
            Workload.of(manifest).ifPresent(workloads::add);
            if (manifest.apiVersion().startsWith("monitoring.coreos.com/")) {
                intervals.operator(document.place().file());
            }
            switch (manifest.kind()) {
                case Scaler.HPA, Scaler.SCALED_OBJECT -> scaler(Scaler.of(manifest));
                case "PrometheusRule" -> ruleFile(Peek.at(document, "spec"), Optional.of(manifest));
                case "ServiceMonitor", "PodMonitor", "ScrapeConfig" -> intervals.monitor(Peek.at(document, "spec"));
                case "Prometheus", "PrometheusAgent" ->
                    intervals.server(Peek.at(document, "spec", "scrapeInterval"), document);
                case "ConfigMap" -> Peek.entries(document, "data").values().forEach(this::embedded);
                default -> {}
            }
        } catch (ManifestException wrong) {
            unread.add(new Drafts.Unread(document.place(), String.valueOf(wrong.getMessage()), true));
        }
    }

    /// `{name}` as documentation writes what the reader has to fill in: in YAML a mapping to nothing.
    private static boolean isPlaceholder(Field field) {
        return field instanceof Field.Mapping mapping && mapping.fields().isEmpty() && mapping.nulls().size() == 1;
    }

    /// A configuration without a kind; false when nobody knows it.
    private boolean configuration(Field root) {
        boolean known = false;
        if (Peek.at(root, "groups") instanceof Field.Sequence) {
            ruleFile(root, Optional.empty());
            known = true;
        }
        if (!Peek.entries(root, "global").isEmpty() || !Peek.items(root, "scrape_configs").isEmpty()) {
            servers.add(root);
            intervals.server(root);
            known = true;
        }
        known |= adapter(root);
        var charts = List.of(
                Peek.at(root, "server", "global", "scrape_interval"),
                Peek.at(root, "prometheus", "prometheusSpec", "scrapeInterval"),
                Peek.at(root, "prometheus", "server", "global", "scrape_interval"));
        for (var interval : charts) {
            intervals.server(interval, root);
            known |= !interval.isMissing();
        }
        return known;
    }

    /// prometheus-adapter: its own configuration, or `rules` of its Helm chart.
    private boolean adapter(Field root) {
        var rulesOfChart = Peek.at(root, "rules");
        int before = adapterRules.size();
        adapterRules(Peek.items(root, "rules"), false);
        adapterRules(Peek.items(root, "externalRules"), true);
        adapterRules(Peek.items(rulesOfChart, "custom"), false);
        adapterRules(Peek.items(rulesOfChart, "external"), true);
        return adapterRules.size() > before
                || !Peek.at(root, "resourceRules").isMissing()
                || !Peek.at(rulesOfChart, "default").isMissing();
    }

    private void adapterRules(List<Field> items, boolean external) {
        for (int i = 0; i < items.size(); i++) {
            if (!Peek.at(items.get(i), "seriesQuery").isMissing()) {
                var rule = new AdapterRule(items.get(i), i, external);
                adapterRules.add(rule);
                query(new Origin.OfAdapter(rule), Peek.at(rule.field(), "metricsQuery"), rule::metricsQuery);
            }
        }
    }

    /// A file inside a ConfigMap. It is read at its place, indentation and all, so that what it holds keeps its lines
    /// and columns.
    private void embedded(Field field) {
        if (!(field instanceof Field.Scalar scalar) || !scalar.text().contains("\n")) {
            return;
        }
        var source = sources.get(field.place().file());
        var text = source == null ? Optional.<ScalarText>empty() : ScalarText.of(source, scalar);
        if (source == null || text.isEmpty() || !source.text().startsWith("|", text.get().start())) {
            return;
        }
        int start = source.lineStart(source.lineAt(text.get().start()) + 1);
        var padded = "\n".repeat(source.lineAt(start) - 1) + source.text().substring(start, text.get().end());
        try {
            for (var document : Yaml.read(source.name(), padded)) {
                if (document instanceof Field.Mapping) {
                    configuration(document);
                }
            }
        } catch (ManifestException _) {
            // a ConfigMap may hold anything
        }
    }

    private void ruleFile(Field root, Optional<Manifest> object) {
        ruleFiles.add(new Drafts.RuleFile(root, object));
        for (var group : Peek.items(root, "groups")) {
            for (var item : Peek.items(group, "rules")) {
                var alert = Peek.text(item, "alert");
                alert.or(() -> Peek.text(item, "record")).ifPresent(name -> {
                    var rule = new RuleDraft(name, alert.isPresent(), item, group);
                    rules.add(rule);
                    query(
                            rule.alert() ? new Origin.OfAlert(rule) : new Origin.OfRecording(rule),
                            Peek.at(item, "expr"),
                            Template::plain);
                });
            }
        }
    }

    private void scaler(Scaler scaler) {
        scalers.add(scaler);
        scaler.triggers().stream()
                .filter(Trigger::isPrometheus)
                .forEach(trigger -> query(
                        new Origin.OfTrigger(scaler, trigger),
                        Peek.at(trigger.field(), "metadata", "query"),
                        Template::plain));
    }

    private void query(Origin origin, Field field, Function<String, Template> template) {
        if (field instanceof Field.Scalar scalar && !scalar.text().isBlank()) {
            var source = sources.get(field.place().file());
            var text = source == null ? Optional.<ScalarText>empty() : ScalarText.of(source, scalar);
            queries.add(Query.of(origin, field.place(), text, template.apply(scalar.text())));
        }
    }
}
