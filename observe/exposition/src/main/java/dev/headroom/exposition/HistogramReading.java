package dev.headroom.exposition;

/// What is made of the histograms of a page.
///
/// @param scrapeNative whether native histograms count (`scrape_native_histograms`); else only their classic parts do
/// @param alwaysClassic whether classic histograms count, too, where there is a native one
///     (`always_scrape_classic_histograms`)
/// @param convertClassic whether classic histograms become native ones with custom buckets
///     (`convert_classic_histograms_to_nhcb`)
public record HistogramReading(boolean scrapeNative, boolean alwaysClassic, boolean convertClassic) {

    /// Classic histograms as they are.
    public static final HistogramReading CLASSIC = new HistogramReading(false, false, false);
}
