package dev.headroom.admission;

import dev.headroom.check.Check;
import dev.headroom.drafts.DurationWords;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What an object says to whoever checks it, as comments do in files: `check.headroom.dev/ignore: rate-window
/// metric-type` leaves rules out, `check.headroom.dev/scrape-interval: 15s` says how often what its queries read is
/// scraped.
///
/// @param ignored the names of rules
/// @param wrong what cannot be read
record Annotations(Set<String> ignored, Optional<String> scrapeInterval, List<Told> wrong) {

    static final String IGNORE = "check.headroom.dev/ignore";
    static final String SCRAPE_INTERVAL = "check.headroom.dev/scrape-interval";

    private static final String RULE = "check-annotation";

    static Annotations of(JsonNode object) {
        var annotations = object.path("metadata").path("annotations");
        var wrong = new ArrayList<Told>();
        var written = Stream.of(annotations.path(IGNORE).asString("").split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
        var known = Stream.concat(Check.rules().stream().map(Rule::id), Stream.of(KedaAdmission.RULE))
                .collect(Collectors.toSet());
        written.stream().filter(word -> !known.contains(word)).sorted().forEach(word -> wrong.add(told(
                IGNORE, "expected names of rules such as rate-window, got \"" + word + "\", which nothing is called")));
        var every = Optional.of(annotations.path(SCRAPE_INTERVAL).asString("").strip()).filter(each -> !each.isEmpty());
        var read = every.filter(each -> DurationWords.parse(each).filter(length -> length.isPositive()).isPresent());
        if (every.isPresent() && read.isEmpty()) {
            wrong.add(told(SCRAPE_INTERVAL, "expected a duration like 15s, got \"" + every.get() + '"'));
        }
        return new Annotations(written, read, wrong);
    }

    private static Told told(String annotation, String message) {
        return new Told(RULE, Severity.WARNING, path(annotation), message);
    }

    static String path(String annotation) {
        return "metadata.annotations[\"" + annotation + "\"]";
    }
}
