package dev.headroom.scrape;

import dev.headroom.model.FloatHistogram;

/// What one scrape may bring. Going over a limit fails the scrape as a whole, and its error names the limit.
///
/// @param bodyBytes size of a page after unpacking (`body_size_limit`)
/// @param samples samples kept after relabelling (`sample_limit`)
/// @param labels labels of a series (`label_limit`)
/// @param labelNameLength characters of a label name (`label_name_length_limit`)
/// @param labelValueLength characters of a label value (`label_value_length_limit`)
/// @param histograms limits of native histograms
public record ScrapeLimits(
        int bodyBytes, int samples, int labels, int labelNameLength, int labelValueLength, Histograms histograms) {

    public static final ScrapeLimits STANDARD =
            new ScrapeLimits(16 << 20, 50_000, 64, 512, 4096, Histograms.STANDARD);

    public ScrapeLimits {
        if (bodyBytes < 1 || samples < 1 || labels < 1 || labelNameLength < 1 || labelValueLength < 1) {
            throw new IllegalArgumentException("every scrape limit must be positive");
        }
    }

    /// Limits of native histograms; one that is over them gets wider buckets first.
    ///
    /// @param buckets of one histogram (`native_histogram_bucket_limit`); one that has more when its buckets are as
    ///     wide as can be, or are custom ones, fails the scrape
    /// @param finestSchema the finest schema that is kept, which `native_histogram_min_bucket_factor` says
    public record Histograms(int buckets, int finestSchema) {

        public static final Histograms STANDARD = new Histograms(10_000, FloatHistogram.FINEST_SCHEMA);

        private static final double FINEST_FACTOR = 1.00271;

        public Histograms {
            if (buckets < 1 || finestSchema < FloatHistogram.COARSEST_SCHEMA) {
                throw new IllegalArgumentException("every scrape limit must be positive");
            }
        }

        /// The finest schema whose buckets each reach at least so many times as far as the one before.
        static int schema(double factor) {
            double wanted = factor <= 1 ? FINEST_FACTOR : factor;
            double schema = Math.floor(-log2(log2(wanted)));
            return (int) Math.clamp(schema, FloatHistogram.COARSEST_SCHEMA, FloatHistogram.FINEST_SCHEMA);
        }

        private static double log2(double value) {
            return Math.log(value) / Math.log(2);
        }

        /// The histogram with buckets as wide as they have to be.
        FloatHistogram fit(FloatHistogram histogram) {
            var fitting = histogram;
            if (!histogram.hasCustomBuckets() && histogram.schema() > finestSchema) {
                fitting = histogram.coarser(finestSchema);
            }
            while (isOver(fitting)
                    && !fitting.hasCustomBuckets()
                    && fitting.schema() > FloatHistogram.COARSEST_SCHEMA) {
                fitting = fitting.coarser(fitting.schema() - 1);
            }
            return fitting;
        }

        /// Whether a histogram has too many buckets all the same.
        boolean isOver(FloatHistogram histogram) {
            return count(histogram) > buckets;
        }

        static int count(FloatHistogram histogram) {
            return histogram.positive().size() + histogram.negative().size();
        }
    }
}
