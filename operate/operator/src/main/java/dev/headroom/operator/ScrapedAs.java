package dev.headroom.operator;

import dev.headroom.drafts.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Supplier;

/// How the cluster is scraped, as far as an operator knows: what it was told, else the configuration that it scrapes by
/// itself.
record ScrapedAs(OperatorConfig.Admission told, Optional<OperatorConfig.Observing> observing)
        implements Supplier<Optional<Source>> {

    @Override
    public Optional<Source> get() {
        return told.scrapeInterval()
                .map(every -> new Source(
                        "the operator's --admission-scrape-interval",
                        "global: {scrape_interval: " + every.toMillis() + "ms}\n"))
                .or(() -> observing.flatMap(ScrapedAs::configuration));
    }

    private static Optional<Source> configuration(OperatorConfig.Observing observing) {
        try {
            return Optional.of(
                    new Source("the operator's prometheus.yml", Files.readString(observing.file())));
        } catch (IOException _) {
            // It is being replaced, or gone: the operator itself says so when it reads it again.
            return Optional.empty();
        }
    }
}
