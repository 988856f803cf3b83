package dev.headroom.exposition;

import dev.headroom.exposition.MetricFamily.Point;
import dev.headroom.model.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes metrics pages that [PageReader] and Prometheus read back as they were.
///
/// The text format has fewer words than OpenMetrics: there an info or a state set becomes a gauge, and exemplars and
/// units are left out.
public final class PageWriter {

    private final PageFormat format;
    private final StringBuilder text = new StringBuilder();

    private PageWriter(PageFormat format) {
        this.format = format;
    }

    /// The page of a registry: `PageWriter.write(PageFormat.TEXT, registry.scrape())`.
    public static byte[] write(PageFormat format, MetricSnapshots snapshots) {
        return write(format, MetricFamilies.of(snapshots));
    }

    public static byte[] write(PageFormat format, List<MetricFamily> families) {
        var writer = new PageWriter(format);
        families.forEach(writer::family);
        if (format == PageFormat.OPENMETRICS) {
            writer.text.append("# EOF\n");
        }
        return writer.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void family(MetricFamily family) {
        boolean openMetrics = format == PageFormat.OPENMETRICS;
        var name = quotedName(openMetrics ? family.name() : textName(family));
        if (!family.help().isEmpty()) {
            var help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
            text.append("# HELP ").append(name).append(' ');
            text.append(openMetrics ? help.replace("\"", "\\\"") : help).append('\n');
        }
        var type = openMetrics ? family.type().word() : textType(family.type());
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (openMetrics && !family.unit().isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(family.unit()).append('\n');
        }
        family.points().forEach(this::point);
    }

    private static String textName(MetricFamily family) {
        return switch (family.type()) {
            case COUNTER -> family.name() + "_total";
            case INFO -> family.name() + "_info";
            case GAUGE, HISTOGRAM, GAUGEHISTOGRAM, SUMMARY, STATESET, UNKNOWN -> family.name();
        };
    }

    private static String textType(MetricType type) {
        return switch (type) {
            case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> type.word();
            case GAUGEHISTOGRAM -> "histogram";
            case INFO, STATESET -> "gauge";
            case UNKNOWN -> "untyped";
        };
    }

    private void point(Point point) {
        series(point.labels());
        text.append(' ').append(Numbers.printPlain(point.value()));
        point.timestampMillis().ifPresent(this::timestamp);
        if (format == PageFormat.OPENMETRICS) {
            point.exemplar().ifPresent(this::exemplar);
        }
        text.append('\n');
    }

    private void timestamp(long millis) {
        text.append(' ')
                .append(format == PageFormat.TEXT ? Long.toString(millis) : Numbers.printPlain(millis / 1000.0));
    }

    private void series(Labels labels) {
        var name = labels.value(Labels.NAME);
        boolean plain = isPlainName(name, true);
        if (plain) {
            text.append(name);
        }
        if (plain && labels.size() == 1) {
            return;
        }
        text.append('{');
        boolean first = plain;
        if (!plain) {
            text.append(quoted(name));
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.nameAt(i).equals(Labels.NAME)) {
                text.append(first ? "" : ",");
                label(labels.nameAt(i), quoted(labels.valueAt(i)));
                first = false;
            }
        }
        text.append('}');
    }

    private void label(String name, String quotedValue) {
        text.append(isPlainName(name, false) ? name : quoted(name)).append('=').append(quotedValue);
    }

    private void exemplar(Entry.Exemplar exemplar) {
        text.append(" # {");
        var separator = "";
        for (var label : exemplar.labels()) {
            text.append(separator);
            label(label.name(), quoted(label.value()));
            separator = ",";
        }
        text.append("} ").append(Numbers.printPlain(exemplar.value()));
        exemplar.timestampMillis().ifPresent(this::timestamp);
    }

    private static String quotedName(String name) {
        return isPlainName(name, true) ? name : quoted(name);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
    }

    private static boolean isPlainName(String name, boolean colons) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = Cursor.isLetter(c) || (colons && c == ':');
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
