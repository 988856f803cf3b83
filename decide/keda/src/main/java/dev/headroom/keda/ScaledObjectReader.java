package dev.headroom.keda;

import dev.headroom.hpa.Behavior.Policy;
import dev.headroom.hpa.Behavior.PolicyType;
import dev.headroom.hpa.Behavior.SelectPolicy;
import dev.headroom.hpa.HpaReader;
import dev.headroom.hpa.HpaValidation;
import dev.headroom.keda.ScaledObject.Advanced;
import dev.headroom.keda.ScaledObject.Counts;
import dev.headroom.keda.ScaledObject.Fallback;
import dev.headroom.keda.ScaledObject.FallbackBehavior;
import dev.headroom.keda.ScaledObject.ScalingModifiers;
import dev.headroom.keda.ScaledObject.Target;
import dev.headroom.keda.ScaledObject.Timing;
import dev.headroom.keda.TriggerSpec.AuthenticationRef;
import dev.headroom.keda.WrittenBehavior.Rules;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads a ScaledObject as the API server does with the schema of its CRD: unknown fields, wrong types and, on request,
/// numbers out of bounds are errors.
final class ScaledObjectReader {

    private static final Pattern NO_TEXT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|true|false|True|False|TRUE|FALSE");

    private final Bounds bounds;

    private ScaledObjectReader(Bounds bounds) {
        this.bounds = bounds;
    }

    /// Whether numbers and words must be within the bounds of the schema.
    enum Bounds {
        CHECKED,
        OPEN
    }

    static ScaledObject read(Manifest manifest, Bounds bounds) {
        if (!manifest.kind().equals(ScaledObject.KIND)
                || !manifest.apiVersion().equals(ScaledObject.API_VERSION)) {
            throw manifest.root()
                    .wrong(
                            ScaledObject.KIND + " of " + ScaledObject.API_VERSION,
                            manifest.kind() + " of " + manifest.apiVersion());
        }
        return new ScaledObjectReader(bounds).object(manifest);
    }

    private ScaledObject object(Manifest manifest) {
        HpaReader.only(manifest.root(), "apiVersion", "kind", "metadata", "spec", "status");
        var spec = manifest.spec();
        HpaReader.only(
                spec,
                "scaleTargetRef",
                "pollingInterval",
                "initialCooldownPeriod",
                "cooldownPeriod",
                "idleReplicaCount",
                "minReplicaCount",
                "maxReplicaCount",
                "advanced",
                "triggers",
                "fallback");
        var metadata = manifest.root().at("metadata");
        return new ScaledObject(
                manifest.metadata().namespace(),
                manifest.metadata().name(),
                metadata.at("generation").integer(1),
                createdAt(metadata.at("creationTimestamp")),
                manifest.metadata().labels(),
                manifest.metadata().annotations(),
                target(spec.at("scaleTargetRef")),
                new Timing(
                        atLeast(1, spec.at("pollingInterval")),
                        atLeast(0, spec.at("cooldownPeriod")),
                        atLeast(0, spec.at("initialCooldownPeriod"))),
                new Counts(
                        atLeast(0, spec.at("idleReplicaCount")),
                        atLeast(0, spec.at("minReplicaCount")),
                        atLeast(1, spec.at("maxReplicaCount"))),
                triggers(spec.at("triggers")),
                fallback(spec.at("fallback")),
                advanced(spec.at("advanced")));
    }

    private static Target target(Field field) {
        HpaReader.only(field, "apiVersion", "kind", "name", "envSourceContainerName");
        return new Target(
                field.at("apiVersion").text(""),
                field.at("kind").text(""),
                field.at("name").text(),
                field.at("envSourceContainerName").text(""));
    }

    private Optional<Integer> atLeast(int least, Field field) {
        var number = field.optionalInteger();
        number.filter(each -> bounds == Bounds.CHECKED && each < least).ifPresent(each -> {
            throw field.wrong("a whole number of at least " + least, String.valueOf(each));
        });
        return number;
    }

    private List<TriggerSpec> triggers(Field field) {
        var triggers = new ArrayList<TriggerSpec>();
        for (var each : field.items()) {
            triggers.add(trigger(each, triggers.size()));
        }
        if (triggers.isEmpty() && bounds == Bounds.CHECKED) {
            throw field.wrong("at least one trigger", "none");
        }
        return triggers;
    }

    private TriggerSpec trigger(Field field, int index) {
        HpaReader.only(field, "type", "name", "useCachedMetrics", "metadata", "authenticationRef", "metricType");
        var metadata = new TreeMap<String, String>();
        field.at("metadata").entries().forEach((key, value) -> metadata.put(key, quoted(value)));
        return new TriggerSpec(
                index,
                field.at("type").text(),
                field.at("name").text(""),
                field.at("useCachedMetrics").truth(false),
                metadata,
                authenticationRef(field.at("authenticationRef")),
                field.at("metricType").text(""));
    }

    /// Settings are texts: a bare number is refused by the API server, so it is refused here.
    private static String quoted(Field field) {
        if (field instanceof Field.Scalar scalar && !scalar.quoted() && NO_TEXT.matcher(scalar.text()).matches()) {
            throw field.wrong("a text in quotes: \"" + scalar.text() + '"', scalar.text());
        }
        return field.text();
    }

    private Optional<AuthenticationRef> authenticationRef(Field field) {
        if (field.isMissing()) {
            return Optional.empty();
        }
        HpaReader.only(field, "name", "kind");
        var kind = field.at("kind").text(TriggerAuthentication.KIND);
        if (bounds == Bounds.CHECKED && !TriggerAuthentication.KINDS.contains(kind)) {
            throw field.at("kind").wrong(String.join(" or ", TriggerAuthentication.KINDS), '"' + kind + '"');
        }
        return Optional.of(new AuthenticationRef(field.at("name").text(), kind));
    }

    private Optional<Fallback> fallback(Field field) {
        if (field.isMissing()) {
            return Optional.empty();
        }
        HpaReader.only(field, "failureThreshold", "replicas", "behavior");
        var word = field.at("behavior").text(FallbackBehavior.STATIC.word());
        var words = Arrays.stream(FallbackBehavior.values()).map(FallbackBehavior::word).toList();
        if (bounds == Bounds.CHECKED && !words.contains(word)) {
            throw field.at("behavior").wrong("one of " + String.join(", ", words), '"' + word + '"');
        }
        return Optional.of(new Fallback(
                atLeast(0, field.at("failureThreshold"))
                        .orElseGet(() -> field.at("failureThreshold").integer()),
                atLeast(0, field.at("replicas")).orElseGet(() -> field.at("replicas").integer()),
                word));
    }

    private Advanced advanced(Field field) {
        HpaReader.only(field, "restoreToOriginalReplicaCount", "horizontalPodAutoscalerConfig", "scalingModifiers");
        var config = field.at("horizontalPodAutoscalerConfig");
        HpaReader.only(config, "name", "behavior");
        if (bounds == Bounds.CHECKED) {
            var problems = HpaValidation.behaviorErrors(config.at("behavior"));
            if (!problems.isEmpty()) {
                throw problems.getFirst().exception(config);
            }
        }
        return new Advanced(
                field.at("restoreToOriginalReplicaCount").truth(false),
                config.at("name").text(""),
                behavior(config.at("behavior")),
                modifiers(field.at("scalingModifiers")));
    }

    private static Optional<ScalingModifiers> modifiers(Field field) {
        HpaReader.only(field, "formula", "target", "activationTarget", "metricType");
        var read = new ScalingModifiers(
                field.at("formula").text(""),
                field.at("target").text(""),
                field.at("activationTarget").text(""),
                field.at("metricType").text(""));
        return read.equals(new ScalingModifiers("", "", "", "")) ? Optional.empty() : Optional.of(read);
    }

    static Optional<WrittenBehavior> behavior(Field field) {
        if (field.isMissing()) {
            return Optional.empty();
        }
        HpaReader.only(field, "scaleUp", "scaleDown");
        return Optional.of(new WrittenBehavior(rules(field.at("scaleUp")), rules(field.at("scaleDown"))));
    }

    private static Optional<Rules> rules(Field field) {
        if (field.isMissing()) {
            return Optional.empty();
        }
        HpaReader.only(field, "stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
        var policies = new ArrayList<Policy>();
        for (var policy : field.at("policies").items()) {
            HpaReader.only(policy, "type", "value", "periodSeconds");
            policies.add(new Policy(
                    HpaReader.word(policy.at("type"), PolicyType.values(), PolicyType::word),
                    policy.at("value").integer(0),
                    policy.at("periodSeconds").integer(0)));
        }
        var select = field.at("selectPolicy");
        return Optional.of(new Rules(
                field.at("stabilizationWindowSeconds").optionalInteger(),
                select.isMissing()
                        ? Optional.empty()
                        : Optional.of(HpaReader.word(select, SelectPolicy.values(), SelectPolicy::word)),
                policies,
                HpaReader.quantity(field.at("tolerance"))));
    }

    private static Optional<Instant> createdAt(Field field) {
        return field.optionalText().map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException _) {
                throw new ManifestException(field.place() + ": expected a time like 2026-01-31T12:00:00Z, got " + text);
            }
        });
    }
}
