package dev.headroom.kubernetes;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.Pod.Container;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What autoscalers know of pods, out of the API's objects.
public final class PodReader {

    private static final Duration USUAL_WINDOW = Duration.ofSeconds(60);

    private PodReader() {}

    public static Pod pod(JsonNode object) {
        var metadata = object.path("metadata");
        var spec = object.path("spec");
        var status = object.path("status");
        var created = instant(metadata.path("creationTimestamp")).orElse(Instant.EPOCH);
        return new Pod(
                metadata.path("name").asString(""),
                Labels.of(texts(metadata.path("labels"))),
                status.path("podIP").asString(""),
                phase(status.path("phase").asString("")),
                created,
                instant(status.path("startTime")),
                ready(status.path("conditions")),
                instant(metadata.path("deletionTimestamp")),
                containers(spec),
                new Pod.Resources(
                        milli(spec.path("resources").path("requests")), milli(spec.path("overhead"))));
    }

    private static Pod.Phase phase(String word) {
        for (var phase : Pod.Phase.values()) {
            if (phase.name().equals(word.toUpperCase(Locale.ROOT))) {
                return phase;
            }
        }
        return Pod.Phase.UNKNOWN;
    }

    private static Optional<Pod.Ready> ready(JsonNode conditions) {
        return conditions.valueStream()
                .filter(each -> each.path("type").asString("").equals("Ready"))
                .findFirst()
                .map(each -> new Pod.Ready(
                        each.path("status").asString("Unknown"),
                        instant(each.path("lastTransitionTime")).orElse(Instant.EPOCH)));
    }

    private static List<Container> containers(JsonNode spec) {
        var all = new ArrayList<Container>();
        for (var each : spec.path("containers")) {
            all.add(container(each, false));
        }
        for (var each : spec.path("initContainers")) {
            all.add(container(each, !each.path("restartPolicy").asString("").equals("Always")));
        }
        return all;
    }

    private static Container container(JsonNode container, boolean init) {
        var resources = container.path("resources");
        return new Container(
                container.path("name").asString(""),
                init,
                milli(resources.path("requests")),
                milli(resources.path("limits")));
    }

    /// One item of a list of `PodMetrics`.
    static ScaleTarget.Usage usage(JsonNode item) {
        var containers = new HashMap<String, Map<String, Long>>();
        for (var each : item.path("containers")) {
            containers.put(each.path("name").asString(""), milli(each.path("usage")));
        }
        return new ScaleTarget.Usage(
                item.path("metadata").path("name").asString(""),
                instant(item.path("timestamp")).orElse(Instant.EPOCH),
                window(item.path("window").asString("")),
                containers);
    }

    /// A duration as Go prints it: `15s`, `1m0.5s`.
    private static Duration window(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeException _) {
            return USUAL_WINDOW;
        }
    }

    private static Map<String, Long> milli(JsonNode quantities) {
        var all = new HashMap<String, Long>();
        quantities.properties().forEach(each -> Quantity.tryParse(each.getValue().asString(""))
                .ifPresent(quantity -> all.put(each.getKey(), quantity.milliValue())));
        return all;
    }

    static Map<String, String> texts(JsonNode node) {
        var all = new TreeMap<String, String>();
        node.properties().forEach(each -> all.put(each.getKey(), each.getValue().asString("")));
        return all;
    }

    /// A time of the API; empty for none.
    public static Optional<Instant> instant(JsonNode node) {
        try {
            var text = node.asString("");
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
