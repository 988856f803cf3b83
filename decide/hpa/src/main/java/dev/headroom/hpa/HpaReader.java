package dev.headroom.hpa;

import dev.headroom.hpa.Behavior.Policy;
import dev.headroom.hpa.Behavior.PolicyType;
import dev.headroom.hpa.Behavior.Rules;
import dev.headroom.hpa.Behavior.SelectPolicy;
import dev.headroom.hpa.MetricSpec.Identifier;
import dev.headroom.hpa.MetricSpec.ObjectReference;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.Quantity;
import dev.headroom.model.QuantityException;
import dev.headroom.model.ScaleTargetRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the fields of a HorizontalPodAutoscaler and fills in the API server's defaults. A field that is not in the API
/// is an error: it would be a typing error that silently changes nothing.
public final class HpaReader {

    private HpaReader() {}

    static HorizontalPodAutoscaler read(Manifest manifest) {
        if (!manifest.kind().equals(HorizontalPodAutoscaler.KIND)
                || !manifest.apiVersion().equals(HorizontalPodAutoscaler.API_VERSION)) {
            throw manifest.root()
                    .wrong(
                            HorizontalPodAutoscaler.KIND + " of " + HorizontalPodAutoscaler.API_VERSION,
                            manifest.kind() + " of " + manifest.apiVersion()
                                    + "; kubectl convert or the API server rewrites older versions");
        }
        only(manifest.root(), "apiVersion", "kind", "metadata", "spec", "status");
        var spec = manifest.spec();
        only(spec, "scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior");
        var metrics = new ArrayList<MetricSpec>();
        spec.at("metrics").items().forEach(metric -> metrics.add(metric(metric)));
        if (metrics.isEmpty()) {
            metrics.add(new MetricSpec.Resource("cpu", MetricTarget.utilization(80)));
        }
        return new HorizontalPodAutoscaler(
                manifest.metadata().namespace(),
                manifest.metadata().name(),
                scaleTargetRef(spec.at("scaleTargetRef"), manifest.metadata().namespace()),
                spec.at("minReplicas").integer(1),
                spec.at("maxReplicas").integer(0),
                metrics,
                behavior(spec.at("behavior")));
    }

    private static ScaleTargetRef scaleTargetRef(Field field, String namespace) {
        only(field, "apiVersion", "kind", "name");
        return new ScaleTargetRef(
                field.at("apiVersion").text(""),
                field.at("kind").text(""),
                namespace,
                field.at("name").text(""));
    }

    private static MetricSpec metric(Field field) {
        only(field, "type", "resource", "containerResource", "pods", "object", "external");
        var type = field.at("type").text("");
        return switch (type) {
            case "Resource" -> {
                var source = source(field, "resource", "name", "target");
                yield source.isMissing()
                        ? new MetricSpec.Unknown(type)
                        : new MetricSpec.Resource(source.at("name").text(""), target(source.at("target")));
            }
            case "ContainerResource" -> {
                var source = source(field, "containerResource", "name", "container", "target");
                yield source.isMissing()
                        ? new MetricSpec.Unknown(type)
                        : new MetricSpec.ContainerResource(
                                source.at("name").text(""),
                                source.at("container").text(""),
                                target(source.at("target")));
            }
            case "Pods" -> {
                var source = source(field, "pods", "metric", "target");
                yield source.isMissing()
                        ? new MetricSpec.Unknown(type)
                        : new MetricSpec.Pods(identifier(source.at("metric")), target(source.at("target")));
            }
            case "Object" -> {
                var source = source(field, "object", "describedObject", "metric", "target");
                yield source.isMissing()
                        ? new MetricSpec.Unknown(type)
                        : new MetricSpec.DescribedObject(
                                described(source.at("describedObject")),
                                identifier(source.at("metric")),
                                target(source.at("target")));
            }
            case "External" -> {
                var source = source(field, "external", "metric", "target");
                yield source.isMissing()
                        ? new MetricSpec.Unknown(type)
                        : new MetricSpec.External(identifier(source.at("metric")), target(source.at("target")));
            }
            case String other -> new MetricSpec.Unknown(other);
        };
    }

    private static Field source(Field metric, String name, String... fields) {
        var source = metric.at(name);
        only(source, fields);
        return source;
    }

    private static ObjectReference described(Field field) {
        only(field, "apiVersion", "kind", "name");
        return new ObjectReference(
                field.at("apiVersion").text(""),
                field.at("kind").text(""),
                field.at("name").text(""));
    }

    private static Identifier identifier(Field field) {
        only(field, "name", "selector");
        return new Identifier(field.at("name").text(""), selector(field.at("selector")));
    }

    private static Optional<LabelSelectorObject> selector(Field field) {
        if (field.isMissing()) {
            return Optional.empty();
        }
        only(field, "matchLabels", "matchExpressions");
        var expressions = new ArrayList<LabelSelectorObject.Expression>();
        for (var expression : field.at("matchExpressions").items()) {
            only(expression, "key", "operator", "values");
            expressions.add(new LabelSelectorObject.Expression(
                    expression.at("key").text(""),
                    expression.at("operator").text(""),
                    expression.at("values").items().stream().map(Field::text).toList()));
        }
        return Optional.of(
                LabelSelectorObject.of(field.at("matchLabels").texts(), expressions));
    }

    private static MetricTarget target(Field field) {
        only(field, "type", "value", "averageValue", "averageUtilization");
        return new MetricTarget(
                field.at("type").text(""),
                quantity(field.at("value")),
                quantity(field.at("averageValue")),
                field.at("averageUtilization").optionalInteger());
    }

    /// The rules with defaults; also what a ScaledObject writes into the HPA that it makes.
    public static Optional<Behavior> behavior(Field field) {
        if (field.isMissing()) {
            return Optional.empty();
        }
        only(field, "scaleUp", "scaleDown");
        return Optional.of(new Behavior(
                rules(field.at("scaleUp"), Behavior.DEFAULT_SCALE_UP),
                rules(field.at("scaleDown"), Behavior.DEFAULT_SCALE_DOWN)));
    }

    private static Rules rules(Field field, Rules defaults) {
        only(field, "stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
        var policies = new ArrayList<Policy>();
        for (var policy : field.at("policies").items()) {
            only(policy, "type", "value", "periodSeconds");
            policies.add(new Policy(
                    word(policy.at("type"), PolicyType.values(), PolicyType::word),
                    policy.at("value").integer(0),
                    policy.at("periodSeconds").integer(0)));
        }
        var select = field.at("selectPolicy");
        return new Rules(
                field.at("stabilizationWindowSeconds").optionalInteger().or(defaults::stabilizationWindowSeconds),
                select.isMissing()
                        ? defaults.selectPolicy()
                        : word(select, SelectPolicy.values(), SelectPolicy::word),
                field.at("policies").isMissing() ? defaults.policies() : policies,
                quantity(field.at("tolerance")));
    }

    /// One of the words of an enumeration.
    public static <E extends Enum<E>> E word(Field field, E[] known, java.util.function.Function<E, String> word) {
        var text = field.text();
        for (var each : known) {
            if (word.apply(each).equals(text)) {
                return each;
            }
        }
        throw field.wrong(
                "one of " + String.join(", ", Arrays.stream(known).map(word).toList()), '"' + text + '"');
    }

    public static Optional<Quantity> quantity(Field field) {
        return field.optionalText().map(text -> {
            try {
                return Quantity.parse(text);
            } catch (QuantityException _) {
                throw field.wrong("a quantity like 500m, 10 or 1.5Gi", '"' + text + '"');
            }
        });
    }

    /// @throws ManifestException when the mapping has another field than these
    public static void only(Field field, String... known) {
        List<String> unknown = field.unknown(Set.of(known));
        if (!unknown.isEmpty()) {
            throw new ManifestException(unknown.getFirst() + "; expected one of "
                    + String.join(", ", Arrays.stream(known).sorted().toList()));
        }
    }
}
