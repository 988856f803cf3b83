package dev.headroom.exposition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads metrics pages the way Prometheus does, oddities included.
public final class PageReader {

    private PageReader() {}

    /// All entries of a page, in its order.
    ///
    /// @throws ExpositionException when any line is wrong; nothing of the page counts then
    public static List<Entry> read(PageFormat format, byte[] page) throws ExpositionException {
        var entries = new ArrayList<Entry>();
        read(format, page, entries::add);
        return entries;
    }

    /// Hands over the entries as they are read, up to the first error.
    ///
    /// @throws ExpositionException when any line is wrong; the entries handed over so far must be forgotten then
    public static void read(PageFormat format, byte[] page, Consumer<Entry> entries) throws ExpositionException {
        readLines(format, page, new SeriesTexts(), entries);
    }

    private static void readLines(PageFormat format, byte[] page, SeriesTexts texts, Consumer<Entry> entries)
            throws ExpositionException {
        switch (format) {
            case TEXT -> new TextReader(page, texts, entries).read();
            case OPENMETRICS -> new OpenMetricsReader(page, entries).read();
        }
    }

    /// What the reading of a page rests on beside the page.
    ///
    /// @param texts series of earlier pages of the same source
    public record Reading(HistogramReading histograms, SeriesTexts texts) {

        /// The first page of a source.
        public static Reading first(HistogramReading histograms) {
            return new Reading(histograms, new SeriesTexts());
        }
    }

    /// Hands over the entries of a scraped page as they are read, up to the first error.
    ///
    /// @param parser the one that its Content-Type chooses, not `NONE`
    /// @throws ExpositionException when anything is wrong; the entries handed over so far must be forgotten then
    public static void read(
            ContentType.Parser parser, byte[] page, Reading reading, Consumer<Entry> entries)
            throws ExpositionException {
        switch (parser) {
            case TEXT -> readText(PageFormat.TEXT, page, reading, entries);
            case OPENMETRICS -> readText(PageFormat.OPENMETRICS, page, reading, entries);
            case PROTOBUF -> new ProtobufReader(page, reading.histograms(), entries).read();
            case NONE -> throw new IllegalArgumentException("no parser");
        }
    }

    private static void readText(PageFormat format, byte[] page, Reading reading, Consumer<Entry> entries)
            throws ExpositionException {
        if (!reading.histograms().convertClassic()) {
            readLines(format, page, reading.texts(), entries);
            return;
        }
        var conversion = new ClassicConversion(reading.histograms().alwaysClassic(), entries);
        readLines(format, page, reading.texts(), conversion);
        conversion.finish();
    }
}
