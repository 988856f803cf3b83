package dev.headroom.report;

import dev.headroom.report.Chart.Line;
import dev.headroom.verdicts.RunText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws charts as inline SVG.
///
/// The drawing is stretched to whatever room there is, phone or paper: lines keep their width, and all text is HTML
/// beside it, placed in percent, so that letters are never stretched. Charts of one run share the axis of time.
final class ChartSvg {

    /* notes
     *
     * Coordinates go from 0 to SIZE in both directions, y downwards. A missing value, and a pause between samples of
     * more than GAP seconds, interrupt a line: nothing is drawn where nothing was measured. Beyond twice DETAIL samples
     * each of DETAIL columns keeps its lowest and its highest value, so a short peak in a long run stays visible.
     */

    private static final int SIZE = 1000;
    private static final double GAP = 2.5;
    private static final int DETAIL = 1000;

    private final Axis time;
    private final List<Double> seconds;
    private final List<Band> bands;

    /// A stretch of time that is shaded.
    ///
    /// @param name at its top; may be empty
    /// @param style its class in the style sheet
    record Band(String name, String style, double from, double to) {}

    /// @param seconds the offset of each sample
    ChartSvg(Axis time, List<Double> seconds, List<Band> bands) {
        this.time = time;
        this.seconds = List.copyOf(seconds);
        this.bands = List.copyOf(bands);
    }

    /// A `figure` with its title, legend, drawing and labels.
    String figure(Chart chart) {
        var html = new StringBuilder();
        html.append("<figure class=\"chart\" id=\"").append(chart.id()).append("\">\n<figcaption><b>")
                .append(Html.text(chart.title())).append("</b>");
        for (var line : chart.lines()) {
            html.append("<span class=\"key ").append(line.style()).append("\"><i></i>").append(Html.text(line.name()))
                    .append(" <output></output></span>");
        }
        for (var rule : chart.rules()) {
            html.append("<span class=\"key rule ").append(rule.style()).append("\"><i></i>")
                    .append(Html.text(rule.name())).append("</span>");
        }
        if (!chart.note().isEmpty()) {
            html.append("<small>").append(Html.text(chart.note())).append("</small>");
        }
        html.append("</figcaption>\n<div class=\"plot\">\n");
        drawing(chart, html);
        labels(chart, html);
        return html.append("</div>\n</figure>\n").toString();
    }

    private void drawing(Chart chart, StringBuilder html) {
        html.append("<svg viewBox=\"0 0 ").append(SIZE).append(' ').append(SIZE)
                .append("\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
                .append(Html.text(description(chart))).append("\">\n");
        for (var band : bands) {
            double from = x(band.from());
            html.append("<rect class=\"").append(band.style()).append("\" x=\"").append(number(from))
                    .append("\" y=\"0\" width=\"").append(number(x(band.to()) - from)).append("\" height=\"")
                    .append(SIZE).append("\"/>\n");
        }
        for (double tick : chart.axis().ticks()) {
            horizontal("grid", y(chart, tick), html);
        }
        for (var line : chart.lines()) {
            var path = path(chart, line);
            if (!path.isEmpty()) {
                html.append("<path class=\"").append(line.shape().name().toLowerCase(Locale.ROOT)).append(' ')
                        .append(line.style()).append("\" d=\"").append(path).append("\"/>\n");
            }
        }
        for (var rule : chart.rules()) {
            horizontal("rule " + rule.style(), y(chart, rule.value()), html);
        }
        for (var mark : chart.marks()) {
            html.append("<a href=\"").append(Html.text(mark.link())).append("\"><title>")
                    .append(Html.text(mark.text())).append("</title><path class=\"mark\" d=\"M")
                    .append(number(x(mark.seconds()))).append(' ').append(number(y(chart, mark.value())))
                    .append("h0\"/></a>\n");
        }
        html.append("</svg>\n");
    }

    private static void horizontal(String style, double y, StringBuilder html) {
        html.append("<path class=\"").append(style).append("\" d=\"M0 ").append(number(y)).append('H').append(SIZE)
                .append("\"/>\n");
    }

    private String description(Chart chart) {
        var text = new StringBuilder(chart.title()).append(" over ")
                .append(RunText.clock(Duration.ofMillis(Math.round(time.high() * 1000))));
        for (var line : chart.lines()) {
            double highest = Double.NaN;
            for (double value : line.values()) {
                if (!Double.isNaN(value) && !(value <= highest)) {
                    highest = value;
                }
            }
            text.append(", ").append(line.name()).append(" at most ").append(chart.unit().text(highest));
        }
        return text.toString();
    }

    private void labels(Chart chart, StringBuilder html) {
        for (double tick : chart.axis().ticks()) {
            html.append("<span class=\"y\" style=\"bottom:").append(percent(chart.axis().position(tick)))
                    .append("\">").append(Html.text(chart.unit().tick(tick))).append("</span>");
        }
        html.append('\n');
        for (int i = 0; i < time.ticks().size(); i++) {
            double tick = time.ticks().get(i);
            var style = i % 2 == 0 ? "x" : "x minor";
            html.append("<span class=\"").append(style).append("\" style=\"left:")
                    .append(percent(time.position(tick))).append("\">")
                    .append(RunText.clock(Duration.ofMillis(Math.round(tick * 1000)))).append("</span>");
        }
        html.append('\n');
        for (var band : bands) {
            if (!band.name().isEmpty()) {
                html.append("<span class=\"phase\" style=\"left:").append(percent(time.position(band.from())))
                        .append(";width:")
                        .append(percent(time.position(band.to()) - time.position(band.from())))
                        .append("\">").append(Html.text(band.name())).append("</span>");
            }
        }
        html.append("<i class=\"now\"></i>\n");
    }

    private String path(Chart chart, Line line) {
        var path = new StringBuilder();
        var kept = kept(line.values());
        double before = Double.NEGATIVE_INFINITY;
        double from = 0;
        for (int i : kept) {
            double at = seconds.get(i);
            double value = line.values().get(i);
            double x = x(at);
            double y = y(chart, value);
            boolean goesOn = at - before <= Math.max(GAP, time.high() / DETAIL * 3);
            switch (line.shape()) {
                case LINE -> path.append(goesOn ? 'L' : 'M').append(number(x)).append(' ').append(number(y));
                case STEP -> {
                    // a sample is what held during its second, so the step lies before it
                    double start = goesOn ? from : x(Math.max(0, at - 1));
                    path.append(goesOn ? 'V' : 'M').append(goesOn ? "" : number(start) + ' ').append(number(y))
                            .append('H').append(number(x));
                }
                case AREA, BARS -> {
                    double start = goesOn && line.shape() == Chart.Shape.AREA ? from : x(Math.max(0, at - 1));
                    if (value > 0) {
                        path.append('M').append(number(start)).append(' ').append(SIZE).append('V').append(number(y))
                                .append('H').append(number(x)).append('V').append(SIZE);
                    }
                }
            }
            before = at;
            from = x;
        }
        return path.toString();
    }

    /// The samples that are drawn: all that have a value, or the extremes of each column of a long run.
    private static List<Integer> kept(List<Double> values) {
        var all = new ArrayList<Integer>();
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isNaN(values.get(i))) {
                all.add(i);
            }
        }
        if (all.size() <= 2 * DETAIL) {
            return all;
        }
        var some = new ArrayList<Integer>();
        for (int column = 0; column < DETAIL; column++) {
            var part = all.subList(
                    (int) ((long) all.size() * column / DETAIL), (int) ((long) all.size() * (column + 1) / DETAIL));
            int low = part.getFirst();
            int high = part.getFirst();
            for (int i : part) {
                low = values.get(i) < values.get(low) ? i : low;
                high = values.get(i) > values.get(high) ? i : high;
            }
            some.add(Math.min(low, high));
            if (low != high) {
                some.add(Math.max(low, high));
            }
        }
        return some;
    }

    private double x(double offset) {
        return time.position(offset) * SIZE;
    }

    private static double y(Chart chart, double value) {
        return (1 - chart.axis().position(value)) * SIZE;
    }

    private static String number(double coordinate) {
        return RunText.number(coordinate, 1).replace(".0", "");
    }

    private static String percent(double share) {
        return RunText.number(share * 100, 2) + "%";
    }
}
