package dev.headroom.loop;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which series a scrape target has.
final class Targets {

    private Targets() {}

    /// What every series has from its target.
    static Labels source(Labels labels) {
        return Labels.of("job", labels.value("job"), "instance", labels.value("instance"));
    }

    static Set<Labels> sources(List<Labels> series) {
        return series.stream().map(Targets::source).collect(Collectors.toSet());
    }

    /// Whether a selector could mean series of a target with these labels. The metric's own labels are not known before
    /// a scrape, so only the target's can contradict.
    static boolean couldMean(List<Matcher> matchers, Labels labels) {
        return matchers.stream()
                .filter(matcher -> labels.has(matcher.name()))
                .allMatch(matcher -> matcher.matches(labels));
    }
}
