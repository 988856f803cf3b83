package dev.headroom.scrape;

import dev.headroom.exposition.SeriesTexts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
import java.util.List;
import java.util.Optional;

/// Reads the samples of a metrics page, all of them or none.
public interface PageReader {

    /// @param settings those of its target
    /// @param texts the series of earlier pages of its target
    /// @throws UnreadablePage when any line is wrong
    ScrapedPage read(PageFetcher.Page page, ScrapeSettings settings, SeriesTexts texts) throws UnreadablePage;

    /// What a page says.
    record ScrapedPage(List<PageSample> samples, List<MetricMetadata> metadata) {}

    /// One sample; `timestampMillis` is [#NO_TIMESTAMP] when the page gives none.
    ///
    /// @param value says nothing when there is a histogram
    /// @param exemplars the observations that it points at
    record PageSample(
            Labels labels,
            long timestampMillis,
            double value,
            Optional<FloatHistogram> histogram,
            List<Exemplar> exemplars) {

        public PageSample {
            exemplars = List.copyOf(exemplars);
        }

        public PageSample(Labels labels, long timestampMillis, double value) {
            this(labels, timestampMillis, value, Optional.empty(), List.of());
        }
    }

    long NO_TIMESTAMP = Long.MIN_VALUE;

    /// What a page says of a metric family.
    record MetricMetadata(String metric, String type, String help, String unit) {}

    /// A page that is no metrics page; the message says where and why.
    final class UnreadablePage extends Exception {

        @java.io.Serial
        private static final long serialVersionUID = 1L;

        public UnreadablePage(String message) {
            super(message);
        }
    }
}
