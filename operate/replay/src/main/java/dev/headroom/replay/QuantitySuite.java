package dev.headroom.replay;

import dev.headroom.model.Quantity;
import dev.headroom.model.Quantity.Format;
import dev.headroom.model.QuantityException;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Kubernetes quantities: parsing, rounding, arithmetic and printing.
final class QuantitySuite implements Suite {

    /// Beyond this the scaled integers of the recording show how upstream stores a number, not what it is.
    private static final long LARGE = 1_000_000_000_000_000_000L;

    @Override
    public String name() {
        return "kubernetes-quantity";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var differences = new Differences();
        switch (line.path("op").asString()) {
            case "parse" -> parse(line, line.path("text").asString(), differences);
            case "json" -> json(line, differences);
            case "arithmetic" -> arithmetic(line, differences);
            case "sum" -> sum(line, differences);
            case "multiply" -> {
                var product = quantity(line, "a").multiply(line.path("by").asLong());
                compare("a * by", line.path("is"), product, differences);
            }
            case "roundUp" -> {
                var a = quantity(line, "a");
                var rounded = a.roundUp(line.path("scale").asInt());
                compare("rounded", line.path("is"), rounded, differences);
                differences.add("exact", line.path("exact").asBoolean(), a.equals(rounded));
            }
            case "new" -> compare("new", line.path("is"), constructed(line), differences);
            case "set" -> {
                long number = line.path("number").asLong();
                var format = quantity(line, "a").format();
                compare("set", line.path("is"), switch (line.path("setter").asString()) {
                    case "SetMilli" -> Quantity.ofMilli(number, format);
                    case String _ -> Quantity.of(number, format);
                }, differences);
            }
            case String other -> differences.add("op", "a known one", other);
        }
        return differences.all();
    }

    private static Quantity quantity(JsonNode line, String field) {
        return Quantity.parse(line.path(field).asString());
    }

    private static void parse(JsonNode line, String text, Differences differences) {
        var error = line.path("error");
        try {
            var quantity = Quantity.parse(text);
            differences.add("error", error.isNull() ? "none" : error.asString(), "none");
            if (error.isNull()) {
                compare('"' + text + '"', line.path("is"), quantity, differences);
            }
        } catch (QuantityException wrong) {
            differences.add("error", error.isNull() ? "none" : error.asString(), String.valueOf(wrong.getMessage()));
        }
    }

    /// The reader takes the bytes between the quotes as they are, escapes included.
    private static void json(JsonNode line, Differences differences) {
        var text = line.path("input").asString();
        if (text.equals("null")) {
            compare("null", line.path("is"), Quantity.of(0, Format.NONE), differences);
            return;
        }
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        parse(line, (quoted ? text.substring(1, text.length() - 1) : text).strip(), differences);
    }

    private static void arithmetic(JsonNode line, Differences differences) {
        var a = quantity(line, "a");
        var b = quantity(line, "b");
        compare("a + b", line.path("add"), a.add(b), differences);
        compare("a - b", line.path("sub"), a.subtract(b), differences);
        compare("-a", line.path("negA"), a.negate(), differences);
        differences.add("cmp", line.path("cmp").asInt(), a.compareTo(b));
        differences.add("equal", line.path("equal").asBoolean(), a.equals(b));
    }

    private static void sum(JsonNode line, Differences differences) {
        var sum = Quantity.of(0, Format.NONE);
        var rest = Quantity.of(0, Format.NONE);
        for (var term : line.path("terms")) {
            sum = sum.add(Quantity.parse(term.asString()));
            rest = rest.subtract(Quantity.parse(term.asString()));
        }
        compare("sum", line.path("sum"), sum, differences);
        compare("zeroMinusTerms", line.path("zeroMinusTerms"), rest, differences);
    }

    private static Quantity constructed(JsonNode line) {
        long number = line.path("number").asLong();
        var format = Arrays.stream(Format.values())
                .filter(each -> each.word().equals(line.path("format").asString("")))
                .findFirst()
                .orElse(Format.NONE);
        return switch (line.path("constructor").asString()) {
            case "NewMilliQuantity" -> Quantity.ofMilli(number, format);
            case "NewScaledQuantity" -> Quantity.ofScaled(number, line.path("scale").asInt());
            case String _ -> Quantity.of(number, format);
        };
    }

    private static void compare(String what, JsonNode is, Quantity quantity, Differences differences) {
        Set<String> ignored = new HashSet<>(List.of("asInt64", "float64Slow", "platformDependent"));
        is.path("platformDependent").forEach(field -> ignored.add(field.asString()));
        for (var field : is.properties()) {
            var name = field.getKey();
            if (!ignored.contains(name)) {
                field(what + "." + name, name, field.getValue(), quantity, differences);
            }
        }
    }

    private static void field(String what, String name, JsonNode expected, Quantity quantity, Differences differences) {
        switch (name) {
            case "canonical" -> differences.add(what, expected.asString(), quantity.toString());
            case "recomputed" -> differences.add(what, expected.asString(), quantity.canonical());
            case "format" -> differences.add(what, expected.asString(), quantity.format().word());
            case "sign" -> differences.add(what, expected.asInt(), quantity.sign());
            case "value" -> scaled(what, expected, quantity.value(), differences);
            case "milliValue" -> scaled(what, expected, quantity.milliValue(), differences);
            case "microValue" -> scaled(what, expected, quantity.scaledValue(-6), differences);
            case "nanoValue" -> scaled(what, expected, quantity.scaledValue(-9), differences);
            case "megaValue" -> scaled(what, expected, quantity.scaledValue(6), differences);
            case "approximateFloat64" ->
                differences.add(what, number(expected.asString()), quantity.approximateDouble());
            case "json" -> differences.add(what, expected.asString(), '"' + quantity.toString() + '"');
            case String other -> differences.add(what, "a known field", other);
        }
    }

    private static void scaled(String what, JsonNode expected, long got, Differences differences) {
        if (Math.abs(expected.asLong()) < LARGE) {
            differences.add(what, expected.asLong(), got);
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String other -> Double.parseDouble(other);
        };
    }
}
