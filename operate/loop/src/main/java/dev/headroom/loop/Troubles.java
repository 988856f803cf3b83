package dev.headroom.loop;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is wrong with scrape targets, in words; empty when nothing is.
public interface Troubles {

    /// Those whose series a selector could mean.
    Optional<String> of(List<Matcher> matchers, Instant now);

    /// Those that some of these series came from.
    Optional<String> lost(List<Labels> series, Instant now);

    /// Where nothing is scraped, nothing goes wrong with it.
    static Troubles none() {
        return new Troubles() {
            @Override
            public Optional<String> of(List<Matcher> matchers, Instant now) {
                return Optional.empty();
            }

            @Override
            public Optional<String> lost(List<Labels> series, Instant now) {
                return Optional.empty();
            }
        };
    }
}
