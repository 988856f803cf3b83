package dev.headroom.query;

import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The orders of `sort`, `sort_desc`, `sort_by_label` and `sort_by_label_desc`. They count in instant queries only; the
/// series of a range query are sorted by their labels.
final class Sorting {

    private Sorting() {}

    /// Sorts numbers by value, NaN last; histograms are dropped.
    static List<Series> byValue(Grid grid, List<Series> vector, int sign) {
        var numbers = new ArrayList<Series>();
        var builder = new ColumnBuilder(grid.count());
        for (var series : vector) {
            if (!series.column().hasHistograms()) {
                numbers.add(series);
                continue;
            }
            for (int step = series.column().first(); step < series.column().end(); step++) {
                if (series.column().has(step) && series.column().histogram(step) == null) {
                    builder.copy(step, series.column());
                }
            }
            var column = builder.take();
            if (!column.isEmpty()) {
                numbers.add(series.with(column));
            }
        }
        if (grid.isInstant()) {
            numbers.sort((left, right) -> nanLast(left.column().value(0), right.column().value(0), sign));
        }
        return numbers;
    }

    /// Ascending, or descending when `sign` is negative; NaN comes last either way.
    static int nanLast(double left, double right, int sign) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
        }
        return left == right ? 0 : left < right ? -sign : sign;
    }

    /// Sorts by the values of labels as people do, `2` before `10`, and then by all labels.
    static List<Series> byLabels(Grid grid, List<Series> vector, List<String> names, int sign) {
        if (!grid.isInstant()) {
            return vector;
        }
        Comparator<Labels> order = (left, right) -> {
            for (var name : names) {
                int byName = natural(left.value(name), right.value(name));
                if (byName != 0) {
                    return byName;
                }
            }
            return left.compareTo(right);
        };
        var sorted = new ArrayList<>(vector);
        sorted.sort((left, right) -> sign * order.compare(left.labels(), right.labels()));
        return sorted;
    }

    /// Compares texts piece by piece, a run of digits being a number.
    static int natural(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            int endLeft = pieceEnd(left, i);
            int endRight = pieceEnd(right, j);
            var pieceLeft = left.substring(i, endLeft);
            var pieceRight = right.substring(j, endRight);
            boolean numbers = isDigit(left.charAt(i)) && isDigit(right.charAt(j));
            int order = numbers ? compareNumbers(pieceLeft, pieceRight) : pieceLeft.compareTo(pieceRight);
            if (order != 0) {
                return order;
            }
            i = endLeft;
            j = endRight;
        }
        int rest = Integer.compare(left.length() - i, right.length() - j);
        return rest != 0 ? rest : left.compareTo(right);
    }

    private static int pieceEnd(String text, int from) {
        boolean digits = isDigit(text.charAt(from));
        int end = from + 1;
        while (end < text.length() && isDigit(text.charAt(end)) == digits) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int compareNumbers(String left, String right) {
        var significantLeft = left.replaceFirst("^0+", "");
        var significantRight = right.replaceFirst("^0+", "");
        int byLength = Integer.compare(significantLeft.length(), significantRight.length());
        return byLength != 0 ? byLength : significantLeft.compareTo(significantRight);
    }
}
