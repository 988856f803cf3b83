package dev.headroom.report;

import dev.headroom.verdicts.RunText;
import java.util.List;

/// What one chart shows over the time of a run.
///
/// @param note what a reader must know to read it; may be empty
/// @param rules horizontal lines: targets and limits
/// @param marks points that a reader can follow to a table
record Chart(
        String id,
        String title,
        String note,
        Axis axis,
        Unit unit,
        List<Line> lines,
        List<Rule> rules,
        List<Mark> marks) {

    /// How its values are printed.
    enum Unit {
        SECONDS,
        PER_SECOND,
        COUNT,
        CORES;

        String text(double value) {
            return switch (this) {
                case SECONDS -> RunText.seconds(value);
                case PER_SECOND -> RunText.rate(value);
                case COUNT -> RunText.number(value, value % 1 == 0 ? 0 : 1);
                case CORES -> RunText.cores(value);
            };
        }

        /// At a tick, where round numbers need no more digits.
        String tick(double value) {
            return switch (this) {
                case SECONDS -> value == 0 ? "0" : value < 1
                        ? RunText.number(value * 1000, value < 0.001 ? 1 : 0) + " ms"
                        : RunText.number(value, value % 1 == 0 ? 0 : 1) + " s";
                case PER_SECOND, COUNT -> RunText.number(value, value % 1 == 0 ? 0 : 1);
                case CORES -> RunText.number(value, value % 1 == 0 ? 0 : value * 10 % 1 < 1e-9 ? 1 : 2);
            };
        }
    }

    /// How a line is drawn from value to value.
    enum Shape {
        LINE,
        /// A value holds until the next one.
        STEP,
        /// A step with the space below it filled.
        AREA,
        /// A bar from the bottom for each second that is not zero.
        BARS
    }

    /// @param style its class in the style sheet, which gives it a colour
    /// @param values one per sample; NaN where there is none
    record Line(String name, String style, Shape shape, List<Double> values) {

        Line {
            values = List.copyOf(values);
        }
    }

    record Rule(String name, String style, double value) {}

    /// @param seconds offset from the start of the run
    /// @param text what it says when pointed at
    /// @param link to where the reader learns more
    record Mark(double seconds, double value, String text, String link) {}

    Chart {
        lines = List.copyOf(lines);
        rules = List.copyOf(rules);
        marks = List.copyOf(marks);
    }
}
