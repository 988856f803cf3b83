package dev.headroom.config;

import dev.headroom.manifests.Field;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Sizes in bytes as Prometheus' configuration writes them: `15MB`, `1GiB`, `0`. All units are powers of 1024, and a
/// size other than 0 needs one.
final class ByteSize {

    private static final Map<String, Integer> POWERS = Map.of("", 0, "K", 1, "M", 2, "G", 3, "T", 4, "P", 5, "E", 6);
    private static final Pattern PART = Pattern.compile("(\\d*(?:\\.\\d*)?)([^0-9.]*)");

    private ByteSize() {}

    static long parse(Field where, String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        var size = signed ? text.substring(1) : text;
        if (size.equals("0")) {
            return 0;
        }
        var sum = sum(size, "iB");
        if (Double.isNaN(sum)) {
            sum = sum(size, "B");
        }
        if (Double.isNaN(sum) || sum >= 0x1p63) {
            throw where.wrong("a size such as 15MB or 1GiB, or 0", '"' + text + '"');
        }
        return (long) (text.startsWith("-") ? -sum : sum);
    }

    /// All parts together, in units with that ending; NaN when it is no size.
    private static double sum(String text, String ending) {
        var part = PART.matcher(text);
        double sum = 0;
        int at = 0;
        while (at < text.length() && part.region(at, text.length()).lookingAt()) {
            var number = part.group(1);
            var unit = part.group(2);
            boolean known = unit.equals("B") || (unit.endsWith(ending) && unit.length() == ending.length() + 1);
            var power = POWERS.get(unit.equals("B") || unit.isEmpty() ? "" : unit.substring(0, 1));
            if (number.isEmpty() || number.equals(".") || !known || power == null) {
                return Double.NaN;
            }
            sum += Double.parseDouble(number) * Math.pow(1024, power);
            at = part.end();
        }
        return text.isEmpty() ? Double.NaN : sum;
    }

    /// The size in the largest unit that divides it: `15MB`.
    static String print(long bytes) {
        if (bytes == 0) {
            return "0B";
        }
        var units = "KMGTPE";
        long left = bytes;
        int power = 0;
        while (left % 1024 == 0 && power < units.length()) {
            left /= 1024;
            power++;
        }
        return String.format(Locale.ROOT, "%d%sB", left, power == 0 ? "" : units.charAt(power - 1) + "i");
    }
}
