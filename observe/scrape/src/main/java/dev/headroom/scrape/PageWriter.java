package dev.headroom.scrape;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.relabel.RelabelRule;
import dev.headroom.scrape.PageReader.PageSample;
import dev.headroom.scrape.SeriesMemory.Place;
import dev.headroom.scrape.SeriesMemory.StoredSeries;
import dev.headroom.scrape.TargetHealth.Refused;
import dev.headroom.tsdb.Exemplars.Exemplar;
import dev.headroom.tsdb.SampleSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Turns a page of one target into stored samples: target labels, relabelling, limits, stale markers, and the series
/// that report on the scrape itself. A page is stored as a whole or not at all.
final class PageWriter {

    private static final Comparator<Exemplar> IN_ORDER = Comparator.comparingLong(Exemplar::timestampMillis)
            .thenComparingDouble(Exemplar::value)
            .thenComparing(Exemplar::labels);

    private static final String[] REPORT = {
        "up",
        "scrape_duration_seconds",
        "scrape_samples_scraped",
        "scrape_samples_post_metric_relabeling",
        "scrape_series_added"
    };

    private final ScrapeTarget target;
    private final List<Labels> reportSeries = new ArrayList<>();
    private final SeriesMemory memory;

    PageWriter(ScrapeTarget target, SeriesMemory memory) {
        this.target = target;
        this.memory = memory;
        for (var name : REPORT) {
            reportSeries.add(target.labels().with(Labels.NAME, name));
        }
    }

    SeriesMemory memory() {
        return memory;
    }

    /// What became of a scrape. `error` is empty when all went well.
    record Outcome(String error, int samples, int kept, int added, Refused refused) {
        boolean up() {
            return error.isEmpty();
        }
    }

    /// A sample as it is stored.
    private record Row(Labels labels, long timestampMillis, PageSample sample) {

        SampleSink.Append append(SampleSink.Appender appender) {
            if (!sample.exemplars().isEmpty()) {
                sample.exemplars().stream()
                        .map(exemplar -> exemplar.at(timestampMillis))
                        .sorted(IN_ORDER)
                        .forEach(exemplar -> appender.exemplar(labels, exemplar));
            }
            return sample.histogram().isPresent()
                    ? appender.append(labels, timestampMillis, sample.histogram().get())
                    : appender.append(labels, timestampMillis, sample.value());
        }
    }

    /// A page that passed all limits, ready to be stored.
    private record Batch(List<Row> rows, int added, int duplicates, int kept) {}

    /// Thrown inside this class when a page goes over a limit.
    private static final class LimitExceeded extends Exception {

        @java.io.Serial
        private static final long serialVersionUID = 1L;

        LimitExceeded(String message) {
            super(message);
        }
    }

    /// Stores a page that began to be scraped at `startMillis`, and the report on it.
    ///
    /// @param durationSeconds how long the scrape had taken when the page was read
    Outcome write(SampleSink sink, List<PageSample> page, long startMillis, double durationSeconds) {
        try {
            var batch = batch(page, startMillis);
            var appender = sink.appender();
            var refusals = new Refusals(batch.duplicates());
            for (var row : batch.rows()) {
                refusals.count(row.append(appender));
            }
            markStale(appender, memory.endPage(startMillis), startMillis);
            var outcome = new Outcome("", page.size(), batch.kept(), batch.added(), refusals.sum());
            report(appender, outcome, startMillis, durationSeconds);
            appender.commit();
            return outcome;
        } catch (LimitExceeded exceeded) {
            return fail(sink, String.valueOf(exceeded.getMessage()), page.size(), startMillis, durationSeconds);
        }
    }

    /// Stores that a scrape failed: `up` is 0 and every series of the target ends.
    Outcome fail(SampleSink sink, String error, int samples, long startMillis, double durationSeconds) {
        var appender = sink.appender();
        markStale(appender, memory.dropPage(startMillis), startMillis);
        var outcome = new Outcome(error, samples, 0, 0, Refused.NONE);
        report(appender, outcome, startMillis, durationSeconds);
        appender.commit();
        return outcome;
    }

    /// Ends every series of the target, the reports included: it is scraped no more.
    void end(SampleSink sink, long nowMillis) {
        if (memory.lastMillis().isEmpty()) {
            return;
        }
        long atMillis = Math.max(nowMillis, memory.lastMillis().getAsLong() + 1);
        var appender = sink.appender();
        markStale(appender, memory.dropPage(atMillis), atMillis);
        markStale(appender, reportSeries, atMillis);
        appender.commit();
    }

    private static void markStale(SampleSink.Appender appender, Iterable<Labels> series, long atMillis) {
        for (var labels : series) {
            appender.append(labels, atMillis, Samples.staleMarker());
        }
    }

    private void report(SampleSink.Appender appender, Outcome outcome, long startMillis, double durationSeconds) {
        double[] values = {
            outcome.up() ? 1 : 0, durationSeconds, outcome.samples(), outcome.kept(), outcome.added()
        };
        for (int i = 0; i < values.length; i++) {
            appender.append(reportSeries.get(i), startMillis, values[i]);
        }
    }

    private Batch batch(List<PageSample> page, long startMillis) throws LimitExceeded {
        var rows = new ArrayList<Row>(page.size());
        memory.beginPage();
        int added = 0;
        int duplicates = 0;
        int kept = 0;
        var tooWide = "";
        for (var sample : page) {
            var stored = stored(sample.labels());
            if (stored.isEmpty()) {
                continue;
            }
            if (++kept > target.settings().limits().samples()) {
                throw new LimitExceeded(
                        "limit exceeded: more than " + target.settings().limits().samples()
                        + " samples (sample_limit)");
            }
            var series = stored.get();
            if (sample.histogram().filter(target.settings().limits().histograms()::isOver).isPresent()) {
                tooWide = tooWide(series.labels(), sample.histogram().get());
            }
            boolean ownTime =
                    target.settings().honorTimestamps() && sample.timestampMillis() != PageReader.NO_TIMESTAMP;
            long timestamp = ownTime ? sample.timestampMillis() : startMillis;
            var place = memory.take(series, timestamp);
            if (place == Place.TAKEN) {
                duplicates++;
                continue;
            }
            if (place == Place.FIRST && !series.isCurrent()) {
                added++;
            }
            if (!ownTime) {
                series.mark();
            }
            rows.add(new Row(series.labels(), timestamp, sample));
        }
        if (!tooWide.isEmpty()) {
            throw new LimitExceeded(tooWide);
        }
        return new Batch(rows, added, duplicates, kept);
    }

    private String tooWide(Labels labels, FloatHistogram histogram) {
        return "limit exceeded: a native histogram of " + ScrapeLimits.Histograms.count(histogram) + " buckets for "
                + shown(labels) + ", at most " + target.settings().limits().histograms().buckets()
                + " (native_histogram_bucket_limit)";
    }

    private Optional<StoredSeries> stored(Labels onPage) throws LimitExceeded {
        var known = memory.known(onPage);
        if (known.isPresent()) {
            return known.get();
        }
        var stored = RelabelRule.apply(target.settings().metricRelabeling(), withTargetLabels(onPage));
        if (stored.isPresent()) {
            check(stored.get());
        }
        return memory.remember(onPage, stored);
    }

    /// The labels of the page and of the target together. Where both have a name, `honor_labels` decides: the page's
    /// value stays, or it moves to `exported_` and that name.
    private Labels withTargetLabels(Labels onPage) {
        var labels = onPage.toBuilder();
        Function<String, String> free = name -> {
            var exported = "exported_" + name;
            while (onPage.has(exported) || target.labels().has(exported)) {
                exported = "exported_" + exported;
            }
            return exported;
        };
        target.labels().forEach((name, value) -> {
            if (!onPage.has(name)) {
                labels.set(name, value);
            } else if (!target.settings().honorLabels()) {
                labels.set(free.apply(name), onPage.value(name));
                labels.set(name, value);
            }
        });
        return labels.build();
    }

    private void check(Labels labels) throws LimitExceeded {
        var limits = target.settings().limits();
        if (labels.size() > limits.labels()) {
            throw new LimitExceeded("limit exceeded: " + labels.size() + " labels on " + shown(labels)
                    + ", at most " + limits.labels() + " (label_limit)");
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.nameAt(i).length() > limits.labelNameLength()) {
                throw new LimitExceeded("limit exceeded: a label name of " + labels.nameAt(i).length()
                        + " characters on " + shown(labels) + ", at most " + limits.labelNameLength()
                        + " (label_name_length_limit)");
            }
            if (labels.valueAt(i).length() > limits.labelValueLength()) {
                throw new LimitExceeded("limit exceeded: a value of " + labels.valueAt(i).length()
                        + " characters for label " + labels.nameAt(i) + ", at most " + limits.labelValueLength()
                        + " (label_value_length_limit)");
            }
        }
    }

    private static String shown(Labels labels) {
        var name = labels.metricName().orElse("a series without name");
        return name.length() > 100 ? name.substring(0, 100) + "..." : name;
    }

    /// Counts what the storage refused.
    private static final class Refusals {
        private int duplicate;
        private int outOfOrder;
        private int tooOld;
        private int seriesLimit;

        Refusals(int duplicate) {
            this.duplicate = duplicate;
        }

        void count(SampleSink.Append append) {
            switch (append) {
                case STORED -> {}
                case DUPLICATE_TIMESTAMP -> duplicate++;
                case OUT_OF_ORDER -> outOfOrder++;
                case TOO_OLD -> tooOld++;
                case SERIES_LIMIT -> seriesLimit++;
            }
        }

        Refused sum() {
            return new Refused(duplicate, outOfOrder, tooOld, seriesLimit);
        }
    }
}
