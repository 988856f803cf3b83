package dev.headroom.exposition;

import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes native histograms with custom buckets of the classic histograms of a page of text
/// (`convert_classic_histograms_to_nhcb`).
final class ClassicConversion implements Consumer<Entry> {

    /* As Prometheus does: the series of one histogram stand side by side on a page, under a TYPE that says histogram
     * and has the name that they begin with. Where others begin, those before become one histogram, and its time is
     * that of the last of them. Series that make no histogram are left out all the same. Exemplars go to the histogram,
     * those with a time of their own.
     */

    private static final Set<String> SUFFIXES = Set.of("_bucket", "_sum", "_count");

    private final boolean keepClassic;
    private final Consumer<Entry> entries;
    private Entry.@Nullable Type type;
    private @Nullable Collected collected;

    /// The series of one histogram so far.
    private static final class Collected {
        private final String name;
        private final List<Entry.Label> labels;
        private final ClassicParts parts = new ClassicParts();
        private final List<Entry.Exemplar> exemplars = new ArrayList<>();
        private OptionalLong timestampMillis = OptionalLong.empty();

        Collected(String name, List<Entry.Label> labels) {
            this.name = name;
            this.labels = labels;
        }
    }

    /// @param keepClassic whether the series are handed over, too
    ClassicConversion(boolean keepClassic, Consumer<Entry> entries) {
        this.keepClassic = keepClassic;
        this.entries = entries;
    }

    @Override
    public void accept(Entry entry) {
        switch (entry) {
            case Entry.Series series -> {
                boolean taken = collect(series);
                if (!taken && !isOfCollected(series)) {
                    finish();
                }
                if (!taken) {
                    entries.accept(series);
                } else if (keepClassic) {
                    entries.accept(new Entry.Series(
                            series.page(), series.value(), series.timestampMillis(), Optional.empty()));
                }
            }
            case Entry.Type said -> {
                finish();
                type = said;
                entries.accept(said);
            }
            case Entry.Help _, Entry.Unit _, Entry.Comment _, Entry.Histogram _ -> {
                finish();
                entries.accept(entry);
            }
        }
    }

    /// Hands over the last histogram.
    void finish() {
        var done = collected;
        collected = null;
        if (done != null) {
            var page = new ArrayList<>(done.labels);
            page.add(new Entry.Label(Labels.NAME, done.name, true));
            done.parts.histogram(CounterReset.UNKNOWN).ifPresent(histogram -> entries.accept(
                    new Entry.Histogram(Cursor.sorted(page), histogram, done.timestampMillis, done.exemplars)));
        }
    }

    private boolean collect(Entry.Series series) {
        var described = type;
        var name = text(series, Labels.NAME);
        if (described == null || described.type() != MetricType.HISTOGRAM || !name.startsWith(described.name())) {
            return false;
        }
        switch (name.substring(described.name().length())) {
            case "_bucket" -> {
                double bound;
                try {
                    bound = Numbers.parse(text(series, "le"));
                } catch (NumberFormatException _) {
                    return false;
                }
                if (Double.isNaN(bound)) {
                    return false;
                }
                collected(series, described.name()).parts.bucket(bound, series.value());
            }
            case "_count" -> collected(series, described.name()).parts.count(series.value());
            case "_sum" -> collected(series, described.name()).parts.sum(series.value());
            case String _ -> {
                return false;
            }
        }
        return true;
    }

    /// Whether a series belongs to the histogram that is collected, though it says nothing of use.
    private boolean isOfCollected(Entry.Series series) {
        var current = collected;
        var name = text(series, Labels.NAME);
        return current != null
                && name.startsWith(current.name)
                && SUFFIXES.contains(name.substring(current.name.length()))
                && own(series).equals(current.labels);
    }

    /// The labels that all series of a histogram share.
    private static List<Entry.Label> own(Entry.Series series) {
        return series.page().stream()
                .filter(label -> !label.name().equals(Labels.NAME) && !label.name().equals("le"))
                .toList();
    }

    private Collected collected(Entry.Series series, String name) {
        var labels = own(series);
        if (collected == null || !collected.name.equals(name) || !collected.labels.equals(labels)) {
            finish();
            collected = new Collected(name, labels);
        }
        var current = Objects.requireNonNull(collected);
        current.timestampMillis = series.timestampMillis();
        series.exemplar().filter(exemplar -> exemplar.timestampMillis().isPresent()).ifPresent(current.exemplars::add);
        return current;
    }

    private static String text(Entry.Series series, String name) {
        return series.page().stream()
                .filter(label -> label.name().equals(name))
                .findFirst()
                .map(Entry.Label::value)
                .orElse("");
    }
}
