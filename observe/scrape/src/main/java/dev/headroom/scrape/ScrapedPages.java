package dev.headroom.scrape;

import dev.headroom.exposition.ContentType;
import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.SeriesTexts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads scraped pages with the reader of `observe/exposition`, in the format that their Content-Type names.
public final class ScrapedPages implements PageReader {

    /// The most samples a page may have, those that are dropped included (limit `pageSamples`).
    static final int PAGE_SAMPLES = 1_000_000;

    @Override
    public ScrapedPage read(PageFetcher.Page page, ScrapeSettings settings, SeriesTexts texts) throws UnreadablePage {
        var type = ContentType.of(page.contentType(), page.fallback());
        if (type.parser() == ContentType.Parser.NONE) {
            throw new UnreadablePage(type.problem()
                    .orElse("expected a metrics page, got Content-Type \"" + page.contentType() + '"'));
        }
        var collected = new Collected(settings.limits().histograms());
        try {
            dev.headroom.exposition.PageReader.read(
                    type.parser(),
                    page.body(),
                    new dev.headroom.exposition.PageReader.Reading(settings.histograms(), texts),
                    collected::add);
        } catch (ExpositionException wrong) {
            throw new UnreadablePage(String.valueOf(wrong.getMessage()));
        }
        return collected.page();
    }

    /// What a page has said so far.
    private static final class Collected {
        private final ScrapeLimits.Histograms limits;
        private final Map<String, MetricMetadata> families = new LinkedHashMap<>();
        private final List<PageSample> samples = new ArrayList<>();
        private String problem = "";

        Collected(ScrapeLimits.Histograms limits) {
            this.limits = limits;
        }

        void add(Entry entry) {
            switch (entry) {
                case Entry.Type said -> describe(said.name(), "type", said.type().word());
                case Entry.Help said -> describe(said.name(), "help", said.text());
                case Entry.Unit said -> describe(said.name(), "unit", said.unit());
                case Entry.Comment _ -> {}
                case Entry.Series series -> add(
                        series,
                        series.value(),
                        Optional.empty(),
                        series.exemplar().map(List::of).orElse(List.of()));
                case Entry.Histogram said ->
                    add(said, Double.NaN, Optional.of(limits.fit(said.histogram())), said.exemplars());
            }
        }

        private void add(
                Entry.Sample sample, double value, Optional<FloatHistogram> histogram, List<Entry.Exemplar> pointed) {
            if (!problem.isEmpty()) {
                return;
            }
            problem = sample.refusal().orElse("");
            if (samples.size() == PAGE_SAMPLES) {
                problem = "limit exceeded: more than " + PAGE_SAMPLES + " samples on a page (pageSamples)";
            }
            if (problem.isEmpty()) {
                var exemplars =
                        pointed.isEmpty() ? List.<Exemplar>of() : pointed.stream().map(Collected::exemplar).toList();
                samples.add(new PageSample(
                        sample.labels(), sample.timestampMillis().orElse(NO_TIMESTAMP), value, histogram, exemplars));
            }
        }

        private static Exemplar exemplar(Entry.Exemplar said) {
            var labels = Labels.builder();
            said.labels().stream()
                    .filter(label -> !label.name().isEmpty())
                    .forEach(label -> labels.set(label.name(), label.value()));
            var at = said.timestampMillis();
            return new Exemplar(labels.build(), said.value(), at.orElse(0), at.isPresent());
        }

        private void describe(String metric, String what, String value) {
            var known = families.getOrDefault(metric, new MetricMetadata(metric, "unknown", "", ""));
            families.put(metric, switch (what) {
                case "type" -> new MetricMetadata(metric, value, known.help(), known.unit());
                case "help" -> new MetricMetadata(metric, known.type(), value, known.unit());
                case String _ -> new MetricMetadata(metric, known.type(), known.help(), value);
            });
        }

        ScrapedPage page() throws UnreadablePage {
            if (!problem.isEmpty()) {
                throw new UnreadablePage(problem);
            }
            return new ScrapedPage(samples, new ArrayList<>(families.values()));
        }
    }
}
