package dev.headroom.loop;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.QueryResult;
import dev.headroom.remote.RemotePrometheus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is wrong with the scrape targets of a server: those of which it says `up == 0`.
final class ServerTroubles implements Troubles {

    private static final String DOWN = "up == 0";

    private final RemotePrometheus server;
    private Known known = new Known(Instant.MIN, List.of());

    ServerTroubles(RemotePrometheus server) {
        this.server = server;
    }

    /// What was down at some time; asked once for all questions of a decision.
    private record Known(Instant at, List<Labels> down) {}

    private synchronized List<Labels> down(Instant now) {
        if (!known.at().equals(now)) {
            var value = server.instant(DOWN, now).value();
            known = new Known(
                    now,
                    value instanceof QueryResult.Vector(var elements)
                            ? elements.stream().map(QueryResult.Element::labels).toList()
                            : List.of());
        }
        return known.down();
    }

    @Override
    public Optional<String> of(List<Matcher> matchers, Instant now) {
        return words(down(now).stream()
                .filter(target -> Targets.couldMean(matchers, target.without(List.of("__name__"))))
                .toList());
    }

    @Override
    public Optional<String> lost(List<Labels> series, Instant now) {
        var sources = Targets.sources(series);
        return words(down(now).stream()
                .filter(target -> sources.contains(Targets.source(target)))
                .toList());
    }

    private Optional<String> words(List<Labels> down) {
        return down.isEmpty()
                ? Optional.empty()
                : Optional.of((down.size() == 1
                                ? "a scrape target of " + server + " is"
                                : down.size() + " scrape targets of " + server + " are")
                        + " down: up" + down.getFirst().without(List.of("__name__")) + " is 0");
    }
}
