package dev.headroom.hpa;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What the API server says about the spec of a HorizontalPodAutoscaler, in its words.
public final class HpaValidation {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final int MAX_WINDOW_SECONDS = 3600;
    private static final int MAX_PERIOD_SECONDS = 1800;

    /// Where each source is written, in the order in which the API server looks for them.
    private static final Map<String, String> SOURCES = sources();

    private final Field spec;
    private final List<Problem> problems = new ArrayList<>();

    private HpaValidation(Field spec) {
        this.spec = spec;
    }

    /// @param path `spec.metrics[0].type`
    /// @param text what the API server says after the path
    public record Problem(String path, String text) {

        /// The error for a person: with the place in the file, as far as that field is written.
        public ManifestException exception(Field root) {
            var place = root;
            for (var key : path.split("\\.", -1)) {
                int bracket = key.indexOf('[');
                var child = place.at(bracket < 0 ? key : key.substring(0, bracket));
                if (bracket >= 0) {
                    int index = Integer.parseInt(key.substring(bracket + 1, key.length() - 1));
                    child = child.items().size() > index ? child.items().get(index) : child;
                }
                if (child.isMissing()) {
                    break;
                }
                place = child;
            }
            var at = place.place();
            return new ManifestException(at.file() + ":" + at.line() + ":" + at.column() + ": " + this);
        }

        @Override
        public String toString() {
            return path + ": " + text;
        }
    }

    /// @param lowest what `minReplicas` may be at least: 1, or 0 where scaling to zero is allowed
    static List<Problem> errors(Field spec, int lowest) {
        var validation = new HpaValidation(spec);
        validation.bounds(lowest);
        validation.target();
        var metrics = spec.at("metrics").items();
        for (int i = 0; i < metrics.size(); i++) {
            validation.metric("spec.metrics[" + i + "]", metrics.get(i));
        }
        validation.scaleToZero(metrics);
        validation.rules("spec.behavior.scaleUp", spec.at("behavior").at("scaleUp"));
        validation.rules("spec.behavior.scaleDown", spec.at("behavior").at("scaleDown"));
        return List.copyOf(validation.problems);
    }

    /// @param behavior the field of that name, wherever it stands
    public static List<Problem> behaviorErrors(Field behavior) {
        var validation = new HpaValidation(behavior);
        validation.rules("behavior.scaleUp", behavior.at("scaleUp"));
        validation.rules("behavior.scaleDown", behavior.at("scaleDown"));
        return List.copyOf(validation.problems);
    }

    private void bounds(int lowest) {
        int min = spec.at("minReplicas").integer(1);
        int max = spec.at("maxReplicas").integer(0);
        if (min < lowest) {
            invalid("spec.minReplicas", min, "must be greater than or equal to " + lowest);
        }
        if (max == 0) {
            required("spec.maxReplicas", "must be set and greater than 0");
        } else if (max < 0) {
            invalid("spec.maxReplicas", max, "must be greater than or equal to 1");
        }
        if (max < min) {
            invalid("spec.maxReplicas", max, "must be greater than or equal to `minReplicas`");
        }
    }

    private void target() {
        var path = "spec.scaleTargetRef";
        var ref = spec.at("scaleTargetRef");
        pathSegment(path + ".kind", ref.at("kind").text(""), "");
        pathSegment(path + ".name", ref.at("name").text(""), "");
        var version = ref.at("apiVersion").text("");
        if (version.chars().filter(each -> each == '/').count() > 1) {
            invalid(path + ".apiVersion", quoted(version), "unexpected GroupVersion string: " + version);
        } else if (!version.contains("/") && !ref.at("kind").text("").equals("ReplicationController")) {
            invalid(path + ".apiVersion", quoted(version), "apiVersion must specify API group");
        }
    }

    private void pathSegment(String path, String value, String why) {
        if (value.isEmpty()) {
            required(path, why);
        } else if (value.equals(".") || value.equals("..")) {
            invalid(path, quoted(value), "may not be '" + value + "'");
        } else {
            for (var banned : List.of("/", "%")) {
                if (value.contains(banned)) {
                    invalid(path, quoted(value), "may not contain '" + banned + "'");
                }
            }
        }
    }

    private void scaleToZero(List<Field> metrics) {
        boolean outside = metrics.stream()
                .anyMatch(metric -> List.of("Object", "External")
                        .contains(metric.at("type").text("")));
        if (spec.at("minReplicas").integer(1) == 0 && !outside) {
            problems.add(new Problem(
                    "spec.metrics",
                    "Forbidden: must specify at least one Object or External metric to support scaling to zero"
                            + " replicas"));
        }
    }

    private void metric(String path, Field metric) {
        var type = metric.at("type").text("");
        if (type.isEmpty()) {
            required(path + ".type", "must specify a metric source type");
        }
        var written = SOURCES.entrySet().stream()
                .filter(source -> !metric.at(source.getValue()).isMissing())
                .toList();
        if (!written.isEmpty()) {
            var field = written.getFirst().getValue();
            source(written.getFirst().getKey(), path + "." + field, metric.at(field));
        }
        var wanted = SOURCES.getOrDefault(type, "");
        if (wanted.isEmpty()) {
            // The API server looks twice, and says so twice.
            unsupportedType(path + ".type", type);
            unsupportedType(path + ".type", type);
        } else if (metric.at(wanted).isMissing()) {
            required(path + "." + wanted, "must populate information for the given metric source");
        }
        if (written.size() > 1) {
            written.stream()
                    .map(Map.Entry::getValue)
                    .filter(field -> !field.equals(wanted))
                    .forEach(field -> problems.add(new Problem(
                            path + "." + field, "Forbidden: must populate the given metric source only")));
        }
    }

    private void source(String type, String path, Field source) {
        var target = source.at("target");
        var targetPath = path + ".target";
        boolean value = !target.at("value").isMissing();
        boolean average = !target.at("averageValue").isMissing();
        boolean utilization = !target.at("averageUtilization").isMissing();
        switch (type) {
            case "Object" -> {
                var described = source.at("describedObject");
                pathSegment(path + ".describedObject.kind", described.at("kind").text(""), "");
                pathSegment(path + ".describedObject.name", described.at("name").text(""), "");
                identifier(path + ".metric", source.at("metric"));
                target(targetPath, target);
                if (value && average) {
                    both(targetPath + ".value");
                } else if (!value && !average) {
                    required(targetPath + ".averageValue", "must set either a target value or averageValue");
                }
            }
            case "External" -> {
                identifier(path + ".metric", source.at("metric"));
                target(targetPath, target);
                if (value && average) {
                    both(targetPath + ".value");
                } else if (!value && !average) {
                    required(
                            targetPath + ".averageValue",
                            "must set either a target value for metric or a per-pod target");
                }
            }
            case "Pods" -> {
                identifier(path + ".metric", source.at("metric"));
                target(targetPath, target);
                if (!average) {
                    required(targetPath + ".averageValue", "must specify a positive target averageValue");
                }
            }
            default -> {
                resource(type, path, source);
                target(targetPath, target);
                if (utilization && average) {
                    problems.add(new Problem(
                            targetPath + ".averageValue",
                            "Forbidden: may not set both a target raw value and a target utilization"));
                } else if (!utilization && !average) {
                    required(
                            targetPath + ".averageUtilization",
                            "must set either a target raw value or a target utilization");
                }
            }
        }
    }

    private void both(String path) {
        problems.add(new Problem(
                path, "Forbidden: may not set both a target value for metric and a per-pod target"));
    }

    private void resource(String type, String path, Field source) {
        if (source.at("name").text("").isEmpty()) {
            required(path + ".name", "must specify a resource name");
        }
        if (type.equals("ContainerResource")) {
            var container = source.at("container").text("");
            if (container.isEmpty()) {
                required(path + ".container", "must specify a container");
            } else if (!LABEL.matcher(container).matches()) {
                invalid(
                        path + ".container",
                        quoted(container),
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
                                + " start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex"
                                + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
            }
        }
    }

    private void identifier(String path, Field metric) {
        pathSegment(path + ".name", metric.at("name").text(""), "must specify a metric name");
    }

    private void target(String path, Field target) {
        var type = target.at("type").text("");
        if (type.isEmpty()) {
            required(path + ".type", "must specify a metric target type");
        } else if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
            invalid(path + ".type", quoted(type), "must be either Utilization, Value, or AverageValue");
        }
        Consumer<String> positive = name -> HpaReader.quantity(target.at(name))
                .filter(quantity -> quantity.sign() <= 0)
                .ifPresent(quantity -> invalid(path + "." + name, quoted(quantity.toString()), "must be positive"));
        positive.accept("value");
        target.at("averageUtilization")
                .optionalInteger()
                .filter(percent -> percent < 1)
                .ifPresent(percent -> invalid(path + ".averageUtilization", percent, "must be greater than 0"));
        positive.accept("averageValue");
    }

    private void rules(String path, Field rules) {
        rules.at("stabilizationWindowSeconds").optionalInteger().ifPresent(seconds -> {
            if (seconds < 0) {
                invalid(path + ".stabilizationWindowSeconds", seconds, "must be greater than or equal to zero");
            } else if (seconds > MAX_WINDOW_SECONDS) {
                invalid(
                        path + ".stabilizationWindowSeconds",
                        seconds,
                        "must be less than or equal to " + MAX_WINDOW_SECONDS);
            }
        });
        var policies = rules.at("policies");
        if (!policies.isMissing() && policies.items().isEmpty()) {
            required(path + ".policies", "must specify at least one Policy");
        }
        for (int i = 0; i < policies.items().size(); i++) {
            policy(path + ".policies[" + i + "]", policies.items().get(i));
        }
        HpaReader.quantity(rules.at("tolerance"))
                .filter(quantity -> quantity.compareTo(Quantity.ZERO) < 0)
                .ifPresent(quantity -> invalid(
                        path + ".tolerance", quoted(quantity.toString()), "must be greater than or equal to 0"));
    }

    private void policy(String path, Field policy) {
        int value = policy.at("value").integer(0);
        int period = policy.at("periodSeconds").integer(0);
        if (value <= 0) {
            invalid(path + ".value", value, "must be greater than zero");
        }
        if (period <= 0) {
            invalid(path + ".periodSeconds", period, "must be greater than zero");
        } else if (period > MAX_PERIOD_SECONDS) {
            invalid(path + ".periodSeconds", period, "must be less than or equal to " + MAX_PERIOD_SECONDS);
        }
    }

    private void invalid(String path, Object value, String why) {
        problems.add(new Problem(path, "Invalid value: " + value + ": " + why));
    }

    private void required(String path, String why) {
        problems.add(new Problem(path, why.isEmpty() ? "Required value" : "Required value: " + why));
    }

    private void unsupportedType(String path, String type) {
        var known = SOURCES.keySet().stream().sorted().map(HpaValidation::quoted).toList();
        problems.add(new Problem(
                path, "Unsupported value: " + quoted(type) + ": supported values: " + String.join(", ", known)));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Map<String, String> sources() {
        var sources = new LinkedHashMap<String, String>();
        sources.put("Object", "object");
        sources.put("External", "external");
        sources.put("Pods", "pods");
        sources.put("Resource", "resource");
        sources.put("ContainerResource", "containerResource");
        return sources;
    }
}
