package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.report.Chart.Line;
import dev.headroom.report.Chart.Mark;
import dev.headroom.report.Chart.Rule;
import dev.headroom.report.Chart.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is drawn is what was measured, and nothing is drawn where nothing was.
class ChartSvgTest {

    private static final double NONE = Double.NaN;

    /// The path of a line over seconds 1, 2, 3, ... of ten, on an axis from 0 to 10.
    private static String path(Shape shape, Double... values) {
        var seconds = new ArrayList<Double>();
        for (int i = 1; i <= values.length; i++) {
            seconds.add((double) i);
        }
        return path(seconds, shape, List.of(values));
    }

    private static String path(List<Double> seconds, Shape shape, List<Double> values) {
        var figure = new ChartSvg(Axis.time(10), seconds, List.of())
                .figure(chart(new Line("a", "blue", shape, values)));
        var drawn = Pattern.compile("class=\"" + shape.name().toLowerCase(Locale.ROOT) + " blue\" d=\"([^\"]*)\"")
                .matcher(figure);
        return drawn.find() ? drawn.group(1) : "";
    }

    private static Chart chart(Line... lines) {
        return new Chart(
                "c", "A <chart>", "", Axis.upTo(10), Chart.Unit.COUNT, List.of(lines), List.of(), List.of());
    }

    @Test
    void aLineGoesFromValueToValue() {
        assertEquals("M100 1000L200 500L300 0", path(Shape.LINE, 0.0, 5.0, 10.0));
    }

    @Test
    void aMissingValueInterruptsItWhenTheGapIsLong() {
        assertEquals("M100 500L300 500", path(Shape.LINE, 5.0, NONE, 5.0), "one missed second is bridged");
        assertEquals("M100 500M400 500", path(Shape.LINE, 5.0, NONE, NONE, 5.0));
    }

    @Test
    void aPauseBetweenSamplesInterruptsItToo() {
        assertEquals(
                "M100 500L200 500M700 500",
                path(List.of(1.0, 2.0, 7.0), Shape.LINE, List.of(5.0, 5.0, 5.0)));
    }

    @Test
    void aStepHoldsThroughTheSecondThatItWasMeasuredIn() {
        assertEquals("M0 700H100V700H200V400H300", path(Shape.STEP, 3.0, 3.0, 6.0));
        assertEquals("M0 1000V700H100M100 1000V400H200V1000", path(Shape.BARS, 3.0, 6.0).replace("V1000M", "M"));
    }

    @Test
    void nothingMeasuredIsNothingDrawn() {
        assertEquals("", path(Shape.LINE, NONE, NONE));
    }

    @Test
    void aLongRunKeepsItsShortPeak() {
        var seconds = new ArrayList<Double>();
        var values = new ArrayList<Double>();
        for (int i = 1; i <= 86_400; i++) {
            seconds.add((double) i);
            values.add(i == 40_000 ? 9.0 : 1.0);
        }
        var path = new ChartSvg(Axis.time(86_400), seconds, List.of())
                .figure(chart(new Line("a", "blue", Shape.LINE, values)));
        assertTrue(path.contains(" 100L") || path.contains(" 100M"), "the peak of 9 of 10 lies at y = 100");
        assertTrue(path.length() < 60_000, path.length() + " characters");
    }

    @Test
    void rulesMarksAndNamesAreInTheFigure() {
        var chart = new Chart(
                "latency",
                "p95 <now>",
                "note",
                Axis.upTo(10),
                Chart.Unit.SECONDS,
                List.of(),
                List.of(new Rule("target 5 s", "red", 5)),
                List.of(new Mark(5, 10, "3 → 6 \"replicas\"", "#decision-7")));
        var figure = new ChartSvg(Axis.time(10), List.of(), List.of(new ChartSvg.Band("spike", "band", 2, 4)))
                .figure(chart);
        assertTrue(figure.contains("<path class=\"rule red\" d=\"M0 500H1000\"/>"), figure);
        assertTrue(figure.contains("<a href=\"#decision-7\"><title>3 → 6 &quot;replicas&quot;</title>"), figure);
        assertTrue(figure.contains("d=\"M500 0h0\""), figure);
        assertTrue(figure.contains("<rect class=\"band\" x=\"200\" y=\"0\" width=\"200\" height=\"1000\"/>"), figure);
        assertTrue(figure.contains("style=\"left:20.00%;width:20.00%\">spike<"), figure);
        assertFalse(figure.contains("<now>"), figure);
    }
}
