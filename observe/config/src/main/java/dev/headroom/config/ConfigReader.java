package dev.headroom.config;

import dev.headroom.manifests.Field;
import dev.headroom.model.LabelNaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Reads the root of a configuration and its section `global`.
final class ConfigReader {

    private static final Pattern RULE_PATH = Pattern.compile("[^*]*(\\*[^/]*)?", Pattern.DOTALL);

    private final UnaryOperator<String> environment;
    private final Section.Context context;

    /// @param path where a file is that the configuration names
    ConfigReader(UnaryOperator<String> environment, UnaryOperator<String> path) {
        this.environment = environment;
        this.context = new Section.Context(new ArrayList<>(), path);
    }

    PrometheusConfig read(Field root) {
        var section = new Section(root, "the configuration", context);
        var global = global(section.section("global")
                .orElseGet(() -> new Section(new Field.Missing(root.place()), "global", context)));
        var ruleFiles = paths(section, "rule_files");
        var scrapeConfigFiles = paths(section, "scrape_config_files");
        var jobs = new JobReader(global, context);
        var scrapeConfigs = jobs.jobs(section);
        var others = new OutputReader(global.naming());
        var alerting = section.section("alerting").map(others::alerting).orElse(AlertingConfig.NONE);
        var storage = section.section("storage").map(OutputReader::storage).orElse(StorageConfig.STANDARD);
        var remoteWrite = new RemoteWriteReader(global.naming()).read(section);
        others.unused(section, global);
        section.close();
        return new PrometheusConfig(
                global, ruleFiles, scrapeConfigFiles, scrapeConfigs, alerting, storage, remoteWrite,
                context.warnings());
    }

    private static List<String> paths(Section section, String key) {
        for (var path : section.texts(key)) {
            if (!RULE_PATH.matcher(path).matches()) {
                throw section.wrong(key, "paths with a * in their last part only", '"' + path + '"');
            }
        }
        return section.paths(key);
    }

    private GlobalConfig global(Section section) {
        var interval = positive(section.duration("scrape_interval"), GlobalConfig.DEFAULT_INTERVAL);
        var timeout = section.duration("scrape_timeout");
        if (timeout.compareTo(interval) > 0) {
            throw section.wrong("scrape_timeout", "a timeout of at most the scrape interval", timeout.toString());
        }
        var naming = naming(section).orElse(LabelNaming.UTF8);
        var escaping = section.text("metric_name_escaping_scheme");
        section.ignored("query_log_file", "queries are not logged to a file");
        section.ignored("scrape_failure_log_file", "failed scrapes are shown with their targets, not in a file");
        section.ignored("extra_scrape_metrics", "scrapes report what they report by default");
        var protocols = ScrapeProtocol.readAll(section);
        var global = new GlobalConfig(
                interval,
                timeout.isZero() ? shorter(GlobalConfig.DEFAULT_TIMEOUT, interval) : timeout,
                positive(section.duration("evaluation_interval"), GlobalConfig.DEFAULT_INTERVAL),
                section.duration("rule_query_offset"),
                externalLabels(section, naming),
                naming,
                escaping,
                protocols,
                histograms(section, new GlobalConfig.Histograms(false, false, false)),
                LimitsConfig.read(section),
                section.text("query_log_file"));
        section.close();
        return global;
    }

    private Map<String, String> externalLabels(Section section, LabelNaming naming) {
        var labels = new TreeMap<String, String>();
        section.map("external_labels").forEach((name, value) -> {
            if (!naming.isValid(name)) {
                throw section.wrong("external_labels", "label names", '"' + name + '"');
            }
            labels.put(name, ShellText.expand(value, this::variable));
        });
        return labels;
    }

    private String variable(String name) {
        if (name.equals("$")) {
            return "$";
        }
        var value = environment.apply(name);
        if (value.isEmpty()) {
            context.warnings().add("external_labels: the environment variable " + name + " is empty or not set");
        }
        return value;
    }

    static GlobalConfig.Histograms histograms(Section section, GlobalConfig.Histograms fallback) {
        return new GlobalConfig.Histograms(
                section.truth("scrape_native_histograms", fallback.scrapeNative()),
                section.truth("always_scrape_classic_histograms", fallback.alwaysClassic()),
                section.truth("convert_classic_histograms_to_nhcb", fallback.convertClassic()));
    }

    static Optional<LabelNaming> naming(Section section) {
        var key = "metric_name_validation_scheme";
        return switch (section.text(key)) {
            case "" -> Optional.empty();
            case "utf8" -> Optional.of(LabelNaming.UTF8);
            case "legacy" -> Optional.of(LabelNaming.LEGACY);
            case String other -> throw section.wrong(key, "utf8 or legacy", '"' + other + '"');
        };
    }

    static Duration positive(Duration written, Duration fallback) {
        return written.isZero() ? fallback : written;
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? other : one;
    }

    /// Refuses what is there twice.
    static void unique(Section section, List<String> names, String what) {
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!seen.add(name)) {
                throw section.wrong("each " + what + " once", '"' + name + "\" again");
            }
        }
    }

}
