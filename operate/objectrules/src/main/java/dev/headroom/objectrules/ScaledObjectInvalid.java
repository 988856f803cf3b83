package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Trigger;
import dev.headroom.hpa.HpaReader;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.triggers.TriggerConfig;
import dev.headroom.triggers.TriggerException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the API server or KEDA refuses in a ScaledObject.
final class ScaledObjectInvalid implements Rule {

    private static final Set<String> SPEC = Set.of(
            "scaleTargetRef", "pollingInterval", "initialCooldownPeriod", "cooldownPeriod", "idleReplicaCount",
            "minReplicaCount", "maxReplicaCount", "advanced", "triggers", "fallback");
    private static final Set<String> TRIGGER =
            Set.of("type", "name", "useCachedMetrics", "metadata", "authenticationRef", "metricType");

    /// The types whose settings are read; KEDA has many more, which are left alone.
    private static final Set<String> READ = Set.of(
            "prometheus", "metrics-api", "cron", "cpu", "memory", "redis", "redis-cluster", "redis-sentinel",
            "redis-streams", "redis-cluster-streams", "redis-sentinel-streams", "kafka");
    private static final Pattern NO_TEXT = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|true|false|True|False|TRUE|FALSE");
    private static final Pattern MILLIS = Pattern.compile("(\\d+)m");
    private static final Pattern PARAMETER = Pattern.compile("param(?:eter)? \"([^\"]+)\"");

    @Override
    public String id() {
        return "scaledobject-invalid";
    }

    @Override
    public String title() {
        return "The API server or KEDA refuses the ScaledObject";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream()
                .filter(Scaler::isScaledObject)
                .flatMap(scaler -> findings(scaler, drafts).stream());
    }

    private List<Finding> findings(Scaler scaler, Drafts drafts) {
        var found = new ArrayList<Finding>();
        var what = scaler.what() + ": ";
        var root = scaler.manifest().root();
        unknown(found, what, Peek.at(root, "spec"), SPEC, drafts);
        if (scaler.targetName().isEmpty()) {
            found.add(error(
                    Peek.path(root, "spec.scaleTargetRef").place(),
                    what + "expected scaleTargetRef with a name, got none"));
        }
        counts(found, scaler);
        if (scaler.triggers().isEmpty()) {
            found.add(error(Peek.path(root, "spec.triggers").place(), what + "expected at least one trigger, got"
                    + " none"));
        }
        resourcesOnly(found, scaler);
        try {
            HpaReader.behavior(scaler.behavior());
        } catch (ManifestException wrong) {
            found.add(Refusals.of(this, root, what, wrong));
        }
        var env = drafts.target(scaler).map(ScaledObjectInvalid::environment).orElse(Map.of());
        scaler.triggers().forEach(trigger -> trigger(found, scaler, trigger, env, drafts));
        return found;
    }

    /// What the API server has let pass, its definition knows.
    private void unknown(List<Finding> found, String what, Field field, Set<String> known, Drafts drafts) {
        if (drafts.settings().stage() == Drafts.Stage.ADMITTED) {
            return;
        }
        Peek.entries(field).forEach((key, value) -> {
            if (!known.contains(key)) {
                found.add(error(
                        value.place(),
                        what + "expected one of " + String.join(", ", known.stream().sorted().toList())
                                + ", got the unknown field \"" + key + '"'));
            }
        });
    }

    private void counts(List<Finding> found, Scaler scaler) {
        int max = scaler.max().orElse(Integer.MAX_VALUE);
        if (scaler.min() > max) {
            found.add(error(
                    scaler.minField().place(),
                    scaler.what() + ": expected minReplicaCount of at most maxReplicaCount, which is " + max + ", got "
                            + scaler.min()));
        }
        // As for KEDA, a written minimum of 0 is one of 1 here: the autoscaler has no less.
        int min = Peek.integer(scaler.minField()).map(written -> Math.max(1, written)).orElse(0);
        var idle = Peek.at(scaler.manifest().root(), "spec", "idleReplicaCount");
        Peek.integer(idle).filter(count -> count >= min).ifPresent(count -> found.add(error(
                idle.place(),
                scaler.what() + ": expected idleReplicaCount below minReplicaCount, which is " + scaler.min()
                        + ", got " + count)));
    }

    private void resourcesOnly(List<Finding> found, Scaler scaler) {
        // KEDA lets one without a minimum pass, and keeps one replica.
        boolean zero = Peek.integer(scaler.minField()).filter(min -> min == 0).isPresent();
        boolean only = !scaler.triggers().isEmpty() && scaler.triggers().stream().allMatch(Trigger::isResource);
        if (only && zero) {
            found.add(error(
                    scaler.minField().place(),
                    scaler.what() + ": expected minReplicaCount of at least 1 where cpu and memory are the only"
                            + " triggers, got 0: without a replica they have no reading, so nothing would wake the"
                            + " target up"));
        }
    }

    private static Map<String, String> environment(dev.headroom.drafts.Workload workload) {
        var env = new HashMap<String, String>();
        workload.containers().forEach(container -> Peek.items(container, "env")
                .forEach(variable -> env.put(
                        Peek.text(variable, "name").orElse(""), Peek.text(variable, "value").orElse("set"))));
        return env;
    }

    private void trigger(
            List<Finding> found, Scaler scaler, Trigger trigger, Map<String, String> env, Drafts drafts) {
        var what = trigger.what() + " of " + scaler.what() + ": ";
        unknown(found, what, trigger.field(), TRIGGER, drafts);
        Peek.entries(trigger.field(), "metadata").forEach((key, value) -> unquoted(what, key, value, drafts)
                .ifPresent(found::add));
        if (!READ.contains(trigger.type())) {
            return;
        }
        boolean elsewhere = !Peek.at(trigger.field(), "authenticationRef").isMissing()
                || trigger.metadata().keySet().stream().anyMatch(key -> key.endsWith("FromEnv"));
        try {
            dev.headroom.triggers.Trigger.of(new TriggerConfig(
                    trigger.type(), trigger.index(), trigger.name(), trigger.metricType(), trigger.metadata(), Map.of(),
                    env, "", false));
        } catch (TriggerException wrong) {
            wrong.text().lines()
                    .map(line -> line.replaceFirst("^(error parsing [\\w-]+ metadata: )+", ""))
                    .filter(line -> !elsewhere || line.startsWith("unable to set param"))
                    .forEach(line -> found.add(refused(what, trigger, line, drafts)));
        }
    }

    private Finding refused(String what, Trigger trigger, String line, Drafts drafts) {
        var field = parameter(trigger, line);
        var finding = error(place(trigger, line), what + "expected what KEDA accepts, got: " + line);
        var millis = MILLIS.matcher(Peek.text(field).orElse(""));
        if (!millis.matches()) {
            return finding;
        }
        // A quantity where KEDA wants a number.
        var number = new BigDecimal(millis.group(1)).movePointLeft(3).toPlainString();
        return error(finding.place(), finding.message() + "; this is a plain number, write " + number)
                .with(drafts.rewrite(field, '"' + number + '"').map(edit -> Fix.of("write a plain number", edit)));
    }

    private static Field parameter(Trigger trigger, String line) {
        var parameter = PARAMETER.matcher(line);
        return parameter.find()
                ? Peek.at(trigger.field(), "metadata", parameter.group(1))
                : new Field.Missing(trigger.field().place());
    }

    private Optional<Finding> unquoted(String what, String key, Field value, Drafts drafts) {
        if (!(value instanceof Field.Scalar scalar) || scalar.quoted() || !NO_TEXT.matcher(scalar.text()).matches()) {
            return Optional.empty();
        }
        var quoted = '"' + scalar.text() + '"';
        return Optional.of(error(
                        value.place(),
                        what + "expected a text for " + key + ", got " + scalar.text()
                                + " without quotes, which the API server refuses; write " + quoted)
                .with(drafts.rewrite(value, quoted).map(edit -> Fix.of("put it in quotes", edit))));
    }

    private static Field.Place place(Trigger trigger, String line) {
        var parameter = parameter(trigger, line);
        if (!parameter.isMissing()) {
            return parameter.place();
        }
        var type = Peek.at(trigger.field(), "metricType");
        return line.contains("metric type") && !type.isMissing() ? type.place() : trigger.field().place();
    }
}
