package dev.headroom.replay;

import dev.headroom.hpa.HpaWorld;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.Readings;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads the recorded world of one reconcile: the scale, the pods, and the answers of the metrics APIs as they stand.
final class HpaWorldReader {

    private static final Pattern DURATION_PART = Pattern.compile("([0-9.]+)(h|ms|m|s|us|µs|ns)");
    private static final Duration CUSTOM_METRICS_WINDOW = Duration.ofSeconds(60);

    private final JsonNode templates;

    HpaWorldReader(JsonNode templates) {
        this.templates = templates;
    }

    HpaWorld read(Instant now, JsonNode world) {
        var scale = world.path("scale");
        var pods = new ArrayList<Pod>();
        world.path("pods").forEach(pod -> pods.add(pod(pod)));
        var neighbours = new ArrayList<HpaWorld.Neighbour>();
        world.path("otherHpas")
                .forEach(other -> neighbours.add(new HpaWorld.Neighbour(
                        other.path("namespace").asString("shop") + "/"
                                + other.path("name").asString(),
                        LabelSelector.parse(other.path("selector").asString("")))));
        return new HpaWorld(
                now,
                new ScaleTarget.Scale(
                        scale.path("specReplicas").asInt(0),
                        scale.path("statusReplicas").asInt(0),
                        scale.path("selector").asString("")),
                pods,
                new Recorded(world.path("metrics")),
                neighbours);
    }

    private Pod pod(JsonNode node) {
        var template = templates.path(node.path("template").asInt());
        var containers = new ArrayList<Pod.Container>();
        template.path("containers").forEach(each -> containers.add(container(each, false)));
        var stays = new ArrayList<Pod.Container>();
        for (var each : template.path("initContainers")) {
            boolean init = !each.path("restartPolicy").asString("").equals("Always");
            (init ? containers : stays).add(container(each, init));
        }
        containers.addAll(stays);
        var ready = node.path("ready");
        return new Pod(
                node.path("name").asString(),
                Labels.of(texts(template.path("labels"))),
                "",
                phase(node.path("phase").asString("")),
                Instant.EPOCH,
                instant(node.path("startTime")),
                ready.isObject()
                        ? Optional.of(new Pod.Ready(
                                ready.path("status").asString(),
                                Instant.parse(ready.path("lastTransitionTime").asString())))
                        : Optional.empty(),
                instant(node.path("deletionTimestamp")),
                containers,
                new Pod.Resources(milli(template.path("requests")), milli(template.path("overhead"))));
    }

    private static Pod.Phase phase(String word) {
        return switch (word) {
            case "Pending" -> Pod.Phase.PENDING;
            case "Running" -> Pod.Phase.RUNNING;
            case "Succeeded" -> Pod.Phase.SUCCEEDED;
            case "Failed" -> Pod.Phase.FAILED;
            case String _ -> Pod.Phase.UNKNOWN;
        };
    }

    private static Pod.Container container(JsonNode node, boolean init) {
        return new Pod.Container(node.path("name").asString(), init, milli(node.path("requests")), Map.of());
    }

    private static Optional<Instant> instant(JsonNode node) {
        return node.isString() ? Optional.of(Instant.parse(node.asString())) : Optional.empty();
    }

    private static Map<String, String> texts(JsonNode node) {
        var texts = new LinkedHashMap<String, String>();
        node.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
        return texts;
    }

    private static Map<String, Long> milli(JsonNode node) {
        var milli = new LinkedHashMap<String, Long>();
        node.properties().forEach(each -> milli.put(each.getKey(), quantity(each.getValue())));
        return milli;
    }

    private static long quantity(JsonNode node) {
        return Quantity.parse(node.asString()).milliValue();
    }

    private static Duration duration(String text) {
        var parts = DURATION_PART.matcher(text);
        var total = Duration.ZERO;
        while (parts.find()) {
            var count = new java.math.BigDecimal(parts.group(1));
            var nanos = switch (parts.group(2)) {
                case "h" -> 3_600_000_000_000L;
                case "m" -> 60_000_000_000L;
                case "s" -> 1_000_000_000L;
                case "ms" -> 1_000_000L;
                case "ns" -> 1L;
                case String _ -> 1_000L;
            };
            total = total.plusNanos(count.multiply(java.math.BigDecimal.valueOf(nanos)).longValue());
        }
        return total;
    }

    /// The recorded answers.
    private record Recorded(JsonNode metrics) implements Readings {

        @Override
        public Answer<ScaleTarget.Usage> resource() {
            var answer = metrics.path("resource");
            var usage = new ArrayList<ScaleTarget.Usage>();
            for (var item : answer.path("items")) {
                var containers = new LinkedHashMap<String, Map<String, Long>>();
                item.path("containers")
                        .forEach(each -> containers.put(each.path("name").asString(), milli(each.path("usage"))));
                usage.add(new ScaleTarget.Usage(
                        item.path("pod").asString(),
                        Instant.parse(item.path("timestamp").asString()),
                        duration(item.path("window").asString()),
                        containers));
            }
            return answered(answer, usage);
        }

        @Override
        public Answer<PodValue> pods(MetricSpec.Identifier metric) {
            var answer = find("pods", metric);
            var values = new ArrayList<PodValue>();
            for (var item : answer.path("items")) {
                var window = item.path("windowSeconds");
                values.add(new PodValue(
                        item.path("pod").asString(),
                        Instant.parse(item.path("timestamp").asString()),
                        window.isNumber() ? Duration.ofSeconds(window.asLong()) : CUSTOM_METRICS_WINDOW,
                        quantity(item.path("value"))));
            }
            return answered(answer, values);
        }

        @Override
        public Answer<Long> object(MetricSpec.ObjectReference object, MetricSpec.Identifier metric) {
            for (var each : metrics.path("object")) {
                boolean namespace = object.kind().equals("Namespace");
                if (matches(each, metric)
                        && each.path("kind").asString("").equals(object.kind())
                        && (namespace || each.path("name").asString("").equals(object.name()))) {
                    return each.has("error")
                            ? failure(each)
                            : new Answer.Items<>(List.of(quantity(each.path("value"))));
                }
            }
            return new Answer.Failure<>("no answer recorded for object metric " + metric.name());
        }

        @Override
        public Answer<Long> external(MetricSpec.Identifier metric) {
            var answer = find("external", metric);
            var values = new ArrayList<Long>();
            answer.path("items").forEach(item -> values.add(quantity(item.path("value"))));
            return answered(answer, values);
        }

        private JsonNode find(String kind, MetricSpec.Identifier metric) {
            for (var each : metrics.path(kind)) {
                if (matches(each, metric)) {
                    return each;
                }
            }
            return metrics.path("nothing recorded");
        }

        private static boolean matches(JsonNode answer, MetricSpec.Identifier metric) {
            var selector = metric.selector()
                    .map(LabelSelectorObject::selector)
                    .map(LabelSelector::toString)
                    .orElse("");
            return answer.path("metric").asString("").equals(metric.name())
                    && answer.path("selector").asString("").equals(selector);
        }

        private static <T> Answer<T> answered(JsonNode answer, List<T> items) {
            return answer.has("error") ? failure(answer) : new Answer.Items<>(items);
        }

        private static <T> Answer<T> failure(JsonNode answer) {
            return new Answer.Failure<>(message(answer.path("error")));
        }
    }

    /// The text of a recorded error object.
    static String message(JsonNode error) {
        return error.isString() ? error.asString() : error.path("message").asString("");
    }
}
