package dev.headroom.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headroom.model.Labels;
import dev.headroom.model.RegexTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// `label_replace` and `label_join`: they change the labels of series and look at no value.
final class LabelFunctions {

    private LabelFunctions() {}

    /// Whether a name may name a label: any text that is UTF-8 and not empty.
    static boolean isLabelName(String name) {
        return !name.isEmpty() && name.chars().noneMatch(LabelFunctions::isLostByte);
    }

    /// A literal's byte that is no UTF-8 arrives as a lone surrogate.
    private static boolean isLostByte(int c) {
        return c > 0xDC00 && c <= 0xDCFF;
    }

    static List<Series> replace(Grid grid, List<Series> vector, Replacement replacement) {
        return changed(grid, vector, replacement.target, replacement::value);
    }

    /// What `label_replace` is asked to do.
    static final class Replacement {

        private final String target;
        private final String template;
        private final String source;
        private final Pattern pattern;

        Replacement(String target, String template, String source, String regex) {
            this.target = target;
            this.template = template;
            this.source = source;
            try {
                this.pattern = Pattern.compile("^(?s:" + regex + ")$");
            } catch (PatternSyntaxException _) {
                throw QueryRun.failure("invalid regular expression in label_replace(): " + regex);
            }
            if (!isLabelName(target)) {
                throw QueryRun.failure("invalid destination label name in label_replace(): " + target);
            }
        }

        private Optional<String> value(Labels labels) {
            var matcher = pattern.matcher(labels.value(source));
            return matcher.matches() ? Optional.of(RegexTemplate.expand(template, matcher)) : Optional.empty();
        }
    }

    /// Sets a label where there is a value for it; a name that is set is not dropped later.
    private static List<Series> changed(
            Grid grid, List<Series> vector, String target, Function<Labels, Optional<String>> value) {
        var results = new ArrayList<Series>(vector.size());
        for (var series : vector) {
            boolean dropName = series.dropName() && !target.equals(Labels.NAME);
            results.add(value.apply(series.labels())
                    .map(text -> new Series(series.labels().with(target, text), dropName, series.column()))
                    .orElse(series));
        }
        return QueryRun.joined(results, grid.count());
    }

    static List<Series> join(
            Grid grid, List<Series> vector, String target, String separator, List<String> sources) {
        for (var source : sources) {
            if (!isLabelName(source)) {
                throw QueryRun.failure("invalid source label name in label_join(): " + source);
            }
        }
        if (!isLabelName(target)) {
            throw QueryRun.failure("invalid destination label name in label_join(): " + target);
        }
        return changed(grid, vector, target, labels -> Optional.of(String.join(
                separator, sources.stream().map(labels::value).toList())));
    }
}
