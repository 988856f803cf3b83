package dev.headroom.scrape;

import dev.headroom.exposition.SeriesTexts;
import dev.headroom.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads `name label=value,... sample [timestamp]` lines: enough of a format for tests of what happens to samples.
final class LineReader implements PageReader {

    @Override
    public ScrapedPage read(PageFetcher.Page page, ScrapeSettings settings, SeriesTexts texts) throws UnreadablePage {
        var samples = new ArrayList<PageSample>();
        for (var line : new String(page.body(), StandardCharsets.UTF_8).lines().toList()) {
            var words = line.split(" ");
            if (words.length < 3) {
                throw new UnreadablePage("line \"" + line + "\"");
            }
            var labels = Labels.builder().set(Labels.NAME, words[0]);
            for (var pair : words[1].split(",")) {
                if (!pair.equals("-")) {
                    labels.set(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
                }
            }
            long timestamp = words.length > 3 ? Long.parseLong(words[3]) : NO_TIMESTAMP;
            samples.add(new PageSample(labels.build(), timestamp, Double.parseDouble(words[2])));
        }
        return new ScrapedPage(samples, List.of());
    }
}
