package dev.headroom.workloads;

import dev.headroom.manifests.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Pattern;

/// Kubernetes quantities of `resources` (`100m`, `0.5`, `256Mi`, `1e3`) as milli-units, rounded up.
final class ResourceText {

    private static final Pattern FORM = Pattern.compile(
            "([+]?[0-9]*\\.?[0-9]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]{1,2})?");
    private static final Map<String, BigDecimal> SCALES = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("E", BigDecimal.TEN.pow(18)),
            Map.entry("Ki", BigDecimal.TWO.pow(10)),
            Map.entry("Mi", BigDecimal.TWO.pow(20)),
            Map.entry("Gi", BigDecimal.TWO.pow(30)),
            Map.entry("Ti", BigDecimal.TWO.pow(40)),
            Map.entry("Pi", BigDecimal.TWO.pow(50)),
            Map.entry("Ei", BigDecimal.TWO.pow(60)));

    private ResourceText() {}

    static long milli(Field field) {
        var text = field.text();
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw field.wrong("a quantity like 100m, 0.5 or 256Mi", '"' + text + '"');
        }
        var number = new BigDecimal(parts.group(1));
        var suffix = parts.group(2);
        var scale = suffix == null
                ? BigDecimal.ONE
                : SCALES.getOrDefault(suffix, new BigDecimal("1" + (SCALES.containsKey(suffix) ? "" : suffix)));
        var milli = number.multiply(scale).movePointRight(3).setScale(0, RoundingMode.CEILING);
        if (milli.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw field.wrong("a quantity below 9223372036854775", '"' + text + '"');
        }
        return milli.longValueExact();
    }
}
