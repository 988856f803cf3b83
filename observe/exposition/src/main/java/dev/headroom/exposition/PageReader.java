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
        switch (format) {
            case TEXT -> new TextReader(page, entries).read();
            case OPENMETRICS -> new OpenMetricsReader(page, entries).read();
        }
    }

    /// Hands over the entries of a scraped page as they are read, up to the first error.
    ///
    /// @param parser the one that its Content-Type chooses, not `NONE`
    /// @throws ExpositionException when anything is wrong; the entries handed over so far must be forgotten then
    public static void read(
            ContentType.Parser parser, byte[] page, HistogramReading histograms, Consumer<Entry> entries)
            throws ExpositionException {
        switch (parser) {
            case TEXT -> read(PageFormat.TEXT, page, histograms, entries);
            case OPENMETRICS -> read(PageFormat.OPENMETRICS, page, histograms, entries);
            case PROTOBUF -> new ProtobufReader(page, histograms, entries).read();
            case NONE -> throw new IllegalArgumentException("no parser");
        }
    }

    private static void read(
            PageFormat format, byte[] page, HistogramReading histograms, Consumer<Entry> entries)
            throws ExpositionException {
        if (!histograms.convertClassic()) {
            read(format, page, entries);
            return;
        }
        var conversion = new ClassicConversion(histograms.alwaysClassic(), entries);
        read(format, page, conversion);
        conversion.finish();
    }
}
