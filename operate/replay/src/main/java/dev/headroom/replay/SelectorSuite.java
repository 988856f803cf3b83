package dev.headroom.replay;

import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Label selectors in their text and object forms.
final class SelectorSuite implements Suite {

    @Override
    public String name() {
        return "kubernetes-selector";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var differences = new Differences();
        switch (line.path("op").asString()) {
            case "text" -> text(line, differences);
            case "object" -> object(line, differences);
            case String other -> differences.add("op", "a known one", other);
        }
        return differences.all();
    }

    private static void text(JsonNode line, Differences differences) {
        var text = line.path("selector").asString();
        selector(line, () -> LabelSelector.parse(text), differences);
        try {
            var object = LabelSelectorObject.parse(text);
            differences.add("asObjectError", error(line, "asObjectError"), "");
            if (!line.path("asObject").isNull()) {
                differences.add("asObject", read(line.path("asObject")), object);
            }
        } catch (LabelSelectorException wrong) {
            differences.add("asObjectError", error(line, "asObjectError"), String.valueOf(wrong.getMessage()));
        }
    }

    private static void object(JsonNode line, Differences differences) {
        if (line.path("selector").isNull()) {
            selector(line, LabelSelector::nothing, differences);
            return;
        }
        var object = read(line.path("selector"));
        selector(line, object::selector, differences);
        differences.add("formatted", line.path("formatted").asString(), object.formatted());
        differences.add("goString", line.path("goString").asString(), object.goString());
        var map = object.equalityMap();
        differences.add("asMapError", error(line, "asMapError"), map.error());
        differences.add("asMap", texts(line.path("asMap")), map.labels());
        var expected = new ArrayList<String>();
        line.path("validationErrors").forEach(each -> expected.add(each.asString()));
        var got = object.validationErrors("spec.selector").stream().sorted().toList();
        differences.add("validationErrors", expected.stream().sorted().toList(), got);
    }

    private static void selector(JsonNode line, Supplier<LabelSelector> read, Differences differences) {
        LabelSelector selector;
        try {
            selector = read.get();
        } catch (LabelSelectorException wrong) {
            differences.add("error", error(line, "error"), String.valueOf(wrong.getMessage()));
            return;
        }
        differences.add("error", error(line, "error"), "");
        if (!error(line, "error").isEmpty()) {
            return;
        }
        differences.add("text", line.path("text").asString(), selector.toString());
        differences.add("empty", line.path("empty").asBoolean(), selector.isEmpty());
        var expected = new ArrayList<String>();
        line.path("requirements")
                .forEach(each -> expected.add(each.path("key").asString() + " "
                        + each.path("operator").asString() + " " + strings(each.path("values"))));
        var got = selector.requirements().stream()
                .map(each -> each.key() + " " + each.operator().word() + " " + each.sortedValues())
                .toList();
        differences.add("requirements", expected, got);
        for (var match : line.path("matches")) {
            var labels = texts(match.path("labels"));
            differences.add("matches " + labels, match.path("matches").asBoolean(), selector.matches(labels));
        }
    }

    private static String error(JsonNode line, String field) {
        return line.path(field).isNull() ? "" : line.path(field).asString();
    }

    static LabelSelectorObject read(JsonNode node) {
        var expressions = new ArrayList<LabelSelectorObject.Expression>();
        node.path("matchExpressions")
                .forEach(each -> expressions.add(new LabelSelectorObject.Expression(
                        each.path("key").asString(""),
                        each.path("operator").asString(""),
                        strings(each.path("values")))));
        return LabelSelectorObject.of(texts(node.path("matchLabels")), expressions);
    }

    private static List<String> strings(JsonNode node) {
        var strings = new ArrayList<String>();
        node.forEach(each -> strings.add(each.asString()));
        return strings;
    }

    private static Map<String, String> texts(JsonNode node) {
        var texts = new TreeMap<String, String>();
        node.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
        return texts;
    }
}
