package dev.headroom.adapter;

import com.google.re2j.Pattern;
import dev.headroom.model.RegexTemplate;
import java.util.Optional;

/// What a metric is called in the API: the expansion of the first place in the series' name that matches.
///
/// @param matches as written; empty when every name will do
record MetricNaming(String matches, Pattern pattern, String as) {

    /// @param as empty for the whole match, or for the only group of it
    /// @throws AdapterException when there are several groups and `as` is empty
    /// @throws com.google.re2j.PatternSyntaxException when `matches` is no regular expression
    static MetricNaming of(String matches, String as) {
        var pattern = Pattern.compile(matches.isEmpty() ? ".*" : matches);
        if (!as.isEmpty()) {
            return new MetricNaming(matches, pattern, as);
        }
        return switch (pattern.groupCount()) {
            case 0 -> new MetricNaming(matches, pattern, "$0");
            case 1 -> new MetricNaming(matches, pattern, "$1");
            default -> throw new AdapterException("must specify an 'as' value for name matcher \"" + matches + '"');
        };
    }

    /// Empty for a series whose name does not match.
    Optional<String> nameOf(String series) {
        var match = pattern.matcher(series);
        return match.find() ? Optional.of(RegexTemplate.expand(as, match)) : Optional.empty();
    }
}
