package dev.headroom.scrape;

import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
import java.util.List;
import java.util.Optional;

/// Reads the samples of a metrics page, all of them or none.
public interface PageReader {

    /// @throws UnreadablePage when any line is wrong
    ScrapedPage read(PageFetcher.Page page) throws UnreadablePage;

    /// What a page says.
    record ScrapedPage(List<PageSample> samples, List<MetricMetadata> metadata) {}

    /// One sample; `timestampMillis` is [#NO_TIMESTAMP] when the page gives none.
    ///
    /// @param exemplar the observation that it points at, if any; its time is [#NO_TIMESTAMP] when the page gives none
    record PageSample(Labels labels, long timestampMillis, double value, Optional<Exemplar> exemplar) {
        public PageSample(Labels labels, long timestampMillis, double value) {
            this(labels, timestampMillis, value, Optional.empty());
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
