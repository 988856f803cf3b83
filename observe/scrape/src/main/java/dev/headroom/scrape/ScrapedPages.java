package dev.headroom.scrape;

import dev.headroom.exposition.ContentType;
import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads scraped pages with the reader of `observe/exposition`, in the format that their Content-Type names.
public final class ScrapedPages implements PageReader {

    @Override
    public ScrapedPage read(PageFetcher.Page page) throws UnreadablePage {
        var type = ContentType.of(page.contentType(), page.fallback());
        var format = type.parser().format().orElseThrow(() -> new UnreadablePage(type.problem()
                .orElse("expected a metrics page as text, got Content-Type \"" + page.contentType() + '"')));
        var families = new LinkedHashMap<String, MetricMetadata>();
        var samples = new ArrayList<PageSample>();
        try {
            for (var entry : dev.headroom.exposition.PageReader.read(format, page.body())) {
                switch (entry) {
                    case Entry.Type said -> describe(families, said.name(), "type", said.type().word());
                    case Entry.Help said -> describe(families, said.name(), "help", said.text());
                    case Entry.Unit said -> describe(families, said.name(), "unit", said.unit());
                    case Entry.Comment _ -> {}
                    case Entry.Series series -> samples.add(sample(series));
                }
            }
        } catch (ExpositionException wrong) {
            throw new UnreadablePage(String.valueOf(wrong.getMessage()));
        }
        return new ScrapedPage(samples, new ArrayList<>(families.values()));
    }

    private static PageSample sample(Entry.Series series) throws UnreadablePage {
        var refusal = series.refusal();
        if (refusal.isPresent()) {
            throw new UnreadablePage(refusal.get());
        }
        return new PageSample(
                series.labels(),
                series.timestampMillis().orElse(NO_TIMESTAMP),
                series.value(),
                series.exemplar().map(ScrapedPages::exemplar));
    }

    private static Exemplar exemplar(Entry.Exemplar said) {
        var labels = Labels.builder();
        said.labels().forEach(label -> labels.set(label.name(), label.value()));
        return new Exemplar(labels.build(), said.value(), said.timestampMillis().orElse(NO_TIMESTAMP));
    }

    private static void describe(Map<String, MetricMetadata> families, String metric, String what, String value) {
        var known = families.getOrDefault(metric, new MetricMetadata(metric, "unknown", "", ""));
        families.put(metric, switch (what) {
            case "type" -> new MetricMetadata(metric, value, known.help(), known.unit());
            case "help" -> new MetricMetadata(metric, known.type(), value, known.unit());
            case String _ -> new MetricMetadata(metric, known.type(), known.help(), value);
        });
    }
}
