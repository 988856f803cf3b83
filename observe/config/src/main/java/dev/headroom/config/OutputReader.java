package dev.headroom.config;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.TypedScalar;
import dev.headroom.model.LabelNaming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads where alerts and samples are kept: `alerting`, `storage`, and the sections that are not used here.
final class OutputReader {

    private static final Set<String> TRANSLATIONS = Set.of(
            "", "UnderscoreEscapingWithSuffixes", "UnderscoreEscapingWithoutSuffixes", "NoUTF8EscapingWithSuffixes",
            "NoTranslation");

    private final LabelNaming naming;

    OutputReader(LabelNaming naming) {
        this.naming = naming;
    }

    AlertingConfig alerting(Section section) {
        var rules = JobReader.relabeling(section, "alert_relabel_configs", naming);
        var sets = new ArrayList<AlertingConfig.Alertmanagers>();
        for (var item : section.items("alertmanagers")) {
            if (item.isMissing()) {
                throw item.wrong("an Alertmanager section", "an empty or null one");
            }
            sets.add(alertmanagers(section.item(item, "alertmanagers")));
        }
        section.close();
        return new AlertingConfig(rules, sets);
    }

    private AlertingConfig.Alertmanagers alertmanagers(Section section) {
        if (section.has("api_version")) {
            section.at("api_version").oneOf(Set.of("v2"), "v2");
        }
        var discoveries = SdReader.read(section);
        if (section.items("relabel_configs").isEmpty()) {
            SdReader.checkAddresses(section, discoveries);
        }
        section.ignored("sigv4", "requests are not signed for AWS");
        var read = new AlertingConfig.Alertmanagers(
                section.text("scheme", "http"),
                section.text("path_prefix"),
                section.duration("timeout", AlertingConfig.Alertmanagers.DEFAULT_TIMEOUT),
                HttpClientReader.read(section),
                discoveries,
                JobReader.relabeling(section, "relabel_configs", naming),
                JobReader.relabeling(section, "alert_relabel_configs", naming));
        section.close();
        return read;
    }

    static StorageConfig storage(Section section) {
        long exemplars = section.section("exemplars")
                .map(exemplar -> {
                    long most = exemplar.at("max_exemplars").isMissing()
                            ? -1
                            : TypedScalar.whole(exemplar.at("max_exemplars"), 0);
                    exemplar.close();
                    return most;
                })
                .orElse(-1L);
        var read = section.section("tsdb")
                .map(tsdb -> {
                    var window = tsdb.duration("out_of_order_time_window");
                    tsdb.ignored("stale_series_compaction_threshold", "stale series are compacted with the others");
                    var retention = tsdb.section("retention");
                    var kept = new StorageConfig(
                            window,
                            retention.map(part -> part.duration("time")).orElse(Duration.ZERO),
                            retention.map(part -> part.bytes("size")).orElse(0L),
                            retention.map(OutputReader::percentage).orElse(0.0),
                            exemplars);
                    retention.ifPresent(Section::close);
                    tsdb.close();
                    return kept;
                })
                .orElse(new StorageConfig(Duration.ZERO, Duration.ZERO, 0, 0, exemplars));
        section.close();
        return read;
    }

    private static double percentage(Section retention) {
        var written = retention.at("percentage");
        if (written.isMissing()) {
            return 0;
        }
        double percentage = switch (written) {
            case Field.Scalar scalar -> switch (TypedScalar.of(scalar)) {
                case TypedScalar.Whole whole -> whole.value().doubleValue();
                case TypedScalar.Fraction fraction -> fraction.value();
                case TypedScalar.Truth _, TypedScalar.Text _ -> -1;
            };
            case Field.Mapping _, Field.Sequence _, Field.Missing _ -> -1;
        };
        if (!(percentage >= 0 && percentage <= 100)) {
            throw written.wrong("a percentage from 0 to 100", "something else");
        }
        return percentage;
    }

    /// Sections of Prometheus that are read as far as they can be wrong, and not used.
    void unused(Section root, GlobalConfig global) {
        for (var item : root.items("remote_read")) {
            if (item.isMissing()) {
                throw item.wrong("a remote read section", "an empty or null one");
            }
            remoteRead(root.item(item, "remote_read"), item);
        }
        root.ignored("remote_read", "only what is stored here is read");
        root.section("tracing").ifPresent(OutputReader::tracing);
        root.ignored("tracing", "this program sends no traces");
        root.section("otlp").ifPresent(otlp -> otlp(otlp, global));
        root.ignored("otlp", "samples are not taken by OTLP");
        root.section("runtime").ifPresent(runtime -> {
            TypedScalar.whole(runtime.at("gogc"), 75);
            runtime.close();
        });
        root.ignored("runtime", "this program is not written in Go");
    }

    private static void remoteRead(Section section, Field item) {
        if (!(item.at("url") instanceof Field.Scalar)) {
            throw section.wrong("a url", "none");
        }
        HttpClientReader.url(section, "url");
        section.text("name");
        section.duration("remote_timeout");
        section.unsigned("chunked_read_limit");
        RemoteWriteReader.headers(section);
        section.truth("read_recent", false);
        section.truth("filter_external_labels", true);
        section.map("required_matchers");
        HttpClientReader.read(section);
        section.close();
    }

    private static void tracing(Section section) {
        if (section.text("endpoint").isEmpty()) {
            throw section.wrong("an endpoint", "none");
        }
        section.at("client_type").oneOf(Set.of("grpc", "http"), "grpc");
        for (var key : List.of("sampling_fraction", "insecure", "timeout", "compression", "headers", "tls_config")) {
            section.at(key);
        }
        section.close();
    }

    private static void otlp(Section section, GlobalConfig global) {
        var strategy = section.at("translation_strategy").oneOf(TRANSLATIONS, "");
        if (global.naming() == LabelNaming.LEGACY && strategy.startsWith("No")) {
            throw section.wrong("translation_strategy", "one that escapes where names are legacy",
                    '"' + strategy + '"');
        }
        section.texts("promote_resource_attributes");
        section.texts("ignore_resource_attributes");
        for (var key : List.of("promote_all_resource_attributes", "keep_identifying_resource_attributes",
                "convert_histograms_to_nhcb", "promote_scope_metadata", "label_name_underscore_sanitization",
                "label_name_preserve_multiple_underscores")) {
            section.truth(key, false);
        }
        section.close();
    }
}
