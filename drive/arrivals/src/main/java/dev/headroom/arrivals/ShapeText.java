package dev.headroom.arrivals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Shapes as text: forms from the table below, one after the other, separated by commas.
///
/// `20 for 60s, 20 to 80 over 30s, 80 for 1m, 20 for 90s`
public final class ShapeText {

    /// One form of writing a shape.
    ///
    /// @param example shown in help and errors
    /// @param read makes the shape from the groups of the pattern
    private record Form(String example, Pattern pattern, Function<MatchResult, Shape> read) {}

    private static final String NUMBER = "(\\d+(?:\\.\\d+)?)";
    private static final String SPAN = "([0-9][0-9.hms]*)";

    private static final List<Form> FORMS = List.of(
            form(
                    "20 for 60s",
                    NUMBER + " for " + SPAN,
                    match -> Shape.constant(rate(match, 1), duration(match, 2))),
            form(
                    "20 to 80 over 30s",
                    NUMBER + " to " + NUMBER + " over " + SPAN,
                    match -> new Shape.Ramp(rate(match, 1), rate(match, 2), duration(match, 3))),
            form(
                    "step 10 to 40 at 60s for 3m",
                    "step " + NUMBER + " to " + NUMBER + " at " + SPAN + " for " + SPAN,
                    match -> Shape.step(rate(match, 1), rate(match, 2), duration(match, 3), duration(match, 4))),
            form(
                    "spike 10 to 80 at 60s lasting 30s for 3m",
                    "spike " + NUMBER + " to " + NUMBER + " at " + SPAN + " lasting " + SPAN + " for " + SPAN,
                    match -> Shape.spike(
                            rate(match, 1),
                            rate(match, 2),
                            duration(match, 3),
                            duration(match, 4),
                            duration(match, 5))),
            form(
                    "sine 30 by 20 every 60s for 5m",
                    "sine " + NUMBER + " by " + NUMBER + " every " + SPAN + " for " + SPAN,
                    match -> new Shape.Sine(rate(match, 1), rate(match, 2), duration(match, 3), duration(match, 4))));

    private ShapeText() {}

    private static Form form(String example, String pattern, Function<MatchResult, Shape> read) {
        return new Form(example, Pattern.compile(pattern), read);
    }

    /// One example of each form, for help texts.
    public static List<String> examples() {
        return FORMS.stream().map(Form::example).toList();
    }

    /// @throws TrafficException when `text` is no shape
    public static Shape parse(String text) {
        var parts = new ArrayList<Shape>();
        for (var part : text.split(",", -1)) {
            parts.add(parsePart(part.strip().replaceAll("\\s+", " ")));
        }
        return parts.size() == 1 ? parts.getFirst() : new Shape.Sequence(parts);
    }

    private static Shape parsePart(String part) {
        for (var form : FORMS) {
            var match = form.pattern().matcher(part);
            if (match.matches()) {
                try {
                    return form.read().apply(match.toMatchResult());
                } catch (IllegalArgumentException impossible) {
                    throw new TrafficException("shape \"" + part + "\": " + impossible.getMessage());
                }
            }
        }
        throw new TrafficException("shape: expected a form like "
                + FORMS.stream().map(form -> '"' + form.example() + '"').collect(Collectors.joining(", ")) + ", got \""
                + part + '"');
    }

    private static double rate(MatchResult match, int group) {
        return Double.parseDouble(match.group(group));
    }

    private static Duration duration(MatchResult match, int group) {
        return DurationText.parse("shape \"" + match.group() + '"', match.group(group));
    }
}
