package dev.headroom.scrape;

/// What one scrape may bring. Going over a limit fails the scrape as a whole, and its error names the limit.
///
/// @param bodyBytes size of a page after unpacking (`body_size_limit`)
/// @param samples samples kept after relabelling (`sample_limit`)
/// @param labels labels of a series (`label_limit`)
/// @param labelNameLength characters of a label name (`label_name_length_limit`)
/// @param labelValueLength characters of a label value (`label_value_length_limit`)
public record ScrapeLimits(int bodyBytes, int samples, int labels, int labelNameLength, int labelValueLength) {

    public static final ScrapeLimits STANDARD = new ScrapeLimits(16 << 20, 50_000, 64, 512, 4096);

    public ScrapeLimits {
        if (bodyBytes < 1 || samples < 1 || labels < 1 || labelNameLength < 1 || labelValueLength < 1) {
            throw new IllegalArgumentException("every scrape limit must be positive");
        }
    }
}
