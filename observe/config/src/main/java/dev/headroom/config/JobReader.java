package dev.headroom.config;

import dev.headroom.manifests.Field;
import dev.headroom.model.LabelNaming;
import dev.headroom.relabel.RelabelRule;
import dev.headroom.relabel.RelabelRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `scrape_configs`, and fills in what jobs inherit from `global`.
final class JobReader {

    private final GlobalConfig global;
    private final Section.Context context;

    JobReader(GlobalConfig global, Section.Context context) {
        this.global = global;
        this.context = context;
    }

    /// The jobs of a configuration, or of a file named in its `scrape_config_files`.
    List<ScrapeConfig> jobs(Section root) {
        var jobs = new ArrayList<ScrapeConfig>();
        for (var item : root.items("scrape_configs")) {
            if (item.isMissing()) {
                throw item.wrong("a scrape config section", "an empty or null one");
            }
            jobs.add(job(new Section(item, "scrape_configs", context)));
        }
        ConfigReader.unique(root, jobs.stream().map(ScrapeConfig::jobName).toList(), "job_name");
        return jobs;
    }

    private ScrapeConfig job(Section section) {
        var name = section.text("job_name");
        if (name.isEmpty()) {
            throw section.wrong("job_name", "a name", "none");
        }
        var naming = ConfigReader.naming(section).orElse(global.naming());
        var http = HttpClientReader.read(section);
        var discoveries = SdReader.read(section);
        if (section.items("relabel_configs").isEmpty()) {
            SdReader.checkAddresses(section, discoveries);
        }
        unused(section);
        var job = new ScrapeConfig(
                name,
                timing(section, name),
                page(section),
                new ScrapeConfig.Honored(
                        section.truth("honor_labels", false),
                        section.truth("honor_timestamps", true),
                        section.truth("track_timestamps_staleness", false)),
                names(section, naming),
                protocols(section),
                section.text("fallback_scrape_protocol").isEmpty()
                        ? Optional.empty()
                        : Optional.of(ScrapeProtocol.read(section.at("fallback_scrape_protocol"))),
                ConfigReader.histograms(section, global.histograms()),
                new ScrapeConfig.HistogramLimits(
                        section.unsigned("native_histogram_bucket_limit"),
                        section.number("native_histogram_min_bucket_factor")),
                LimitsConfig.read(section).or(global.limits()),
                http,
                discoveries,
                relabeling(section, "relabel_configs", naming),
                relabeling(section, "metric_relabel_configs", naming));
        section.close();
        return job;
    }

    private static void unused(Section section) {
        section.ignored("scrape_failure_log_file", "failed scrapes are shown with their targets, not in a file");
        section.ignored("extra_scrape_metrics", "scrapes report what they report by default");
        section.ignored("keep_dropped_targets", "every target that is dropped is kept and shown");
        if (section.truth("track_timestamps_staleness", false)) {
            section.ignored("track_timestamps_staleness", "series with times of their own get no staleness markers");
        }
    }

    private ScrapeConfig.Timing timing(Section section, String name) {
        var interval = ConfigReader.positive(section.duration("scrape_interval"), global.scrapeInterval());
        var timeout = section.duration("scrape_timeout");
        if (timeout.compareTo(interval) > 0) {
            throw section.wrong("scrape_timeout", "a timeout of at most the scrape interval of job \"" + name + '"',
                    section.text("scrape_timeout"));
        }
        Duration inherited = ConfigReader.shorter(global.scrapeTimeout(), interval);
        return new ScrapeConfig.Timing(interval, timeout.isZero() ? inherited : timeout);
    }

    private static ScrapeConfig.Page page(Section section) {
        var params = new LinkedHashMap<String, List<String>>();
        for (Map.Entry<String, Field> entry : section.at("params").entries().entrySet()) {
            params.put(entry.getKey(), entry.getValue().items().stream().map(value -> value.text("")).toList());
        }
        return new ScrapeConfig.Page(
                section.text("scheme", "http"),
                section.text("metrics_path", "/metrics"),
                params,
                section.truth("enable_compression", true));
    }

    private ScrapeConfig.Names names(Section section, LabelNaming naming) {
        var key = "metric_name_escaping_scheme";
        var word = section.text(key).isEmpty() ? global.escaping() : section.text(key);
        var standard = naming == LabelNaming.UTF8 ? NameEscaping.ALLOW_UTF_8 : NameEscaping.UNDERSCORES;
        var escaping = word.isEmpty() ? Optional.of(standard) : NameEscaping.of(word);
        if (escaping.isEmpty()) {
            throw section.wrong(key, "one of " + NameEscaping.words(), '"' + word + '"');
        }
        if (naming == LabelNaming.LEGACY && escaping.get() == NameEscaping.ALLOW_UTF_8) {
            throw section.wrong(key, "another scheme where names are legacy", '"' + word + '"');
        }
        return new ScrapeConfig.Names(naming, escaping.get());
    }

    private List<ScrapeProtocol> protocols(Section section) {
        var written = ScrapeProtocol.readAll(section);
        if (!written.isEmpty()) {
            return written;
        }
        if (!global.scrapeProtocols().isEmpty()) {
            return global.scrapeProtocols();
        }
        if (!section.truth("scrape_native_histograms", global.histograms().scrapeNative())) {
            return ScrapeProtocol.DEFAULT;
        }
        var all = new ArrayList<>(List.of(ScrapeProtocol.PROTO));
        all.addAll(ScrapeProtocol.DEFAULT);
        return all;
    }

    static List<RelabelRule> relabeling(Section section, String key, LabelNaming naming) {
        var list = section.at(key);
        for (var item : list.items()) {
            if (item.isMissing()) {
                throw item.wrong("a relabelling rule", "an empty or null one");
            }
        }
        return RelabelRules.read(list, RelabelRules.Spelling.PROMETHEUS, naming);
    }
}
