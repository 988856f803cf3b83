package dev.headroom.records;

import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.HpaReader;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.ClusterView.Container;
import dev.headroom.keda.ClusterView.Credentials.Resolved;
import dev.headroom.keda.ClusterView.Limit;
import dev.headroom.keda.ClusterView.Workload;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.StoredHpa;
import dev.headroom.keda.TriggerAuthentication;
import dev.headroom.keda.TriggerSpec.AuthenticationRef;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.Quantity;
import dev.headroom.triggers.TriggerException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The applied objects as far as a ScaledObject depends on them: workloads, Secrets, ConfigMaps,
/// TriggerAuthentications, LimitRanges, and other autoscalers.
public final class AppliedCluster {

    private static final List<ResourceKind> KINDS = List.of(ResourceKind.DEPLOYMENT);

    private final List<Manifest> manifests;
    private final List<ResourceKind> kinds;

    /// Where Deployments are all that can be scaled.
    public AppliedCluster(List<Manifest> manifests) {
        this(manifests, KINDS);
    }

    /// @param kinds that can be scaled; the containers of one are where a Deployment has them
    public AppliedCluster(List<Manifest> manifests, List<ResourceKind> kinds) {
        this.manifests = List.copyOf(manifests);
        this.kinds = List.copyOf(kinds);
    }

    /// Whether an object of this kind counts here, and only here.
    public static boolean reads(Manifest manifest) {
        return switch (manifest.kind()) {
            case "Secret", "ConfigMap", "LimitRange" -> true;
            case String kind -> TriggerAuthentication.KINDS.contains(kind);
        };
    }

    /// What surrounds a ScaledObject.
    public ClusterView around(Manifest scaledObject) {
        var namespace = scaledObject.metadata().namespace();
        var target = scaledObject.spec().at("scaleTargetRef");
        return new ClusterView(
                kinds,
                named(target.at("kind").text("Deployment"), namespace, target.at("name").text(""))
                        .map(this::workload),
                of("ScaledObject", namespace).map(ScaledObject::of).toList(),
                hpas(namespace),
                of("LimitRange", namespace)
                        .flatMap(each -> each.spec().at("limits").items().stream())
                        .map(AppliedCluster::limit)
                        .toList(),
                (ref, environment) -> resolved(ref, namespace, environment));
    }

    /// The HorizontalPodAutoscaler that a ScaledObject takes over; empty when there is none.
    public Optional<String> taken(Manifest scaledObject) {
        var object = ScaledObject.of(scaledObject);
        return hpas(object.namespace()).keySet().stream().filter(object::takesOver).findFirst();
    }

    private Stream<Manifest> of(String kind, String namespace) {
        return manifests.stream()
                .filter(each -> each.kind().equals(kind)
                        && each.metadata().namespace().equals(namespace));
    }

    private Optional<Manifest> named(String kind, String namespace, String name) {
        return of(kind, namespace)
                .filter(each -> each.metadata().name().equals(name))
                .findFirst();
    }

    private Map<String, StoredHpa> hpas(String namespace) {
        var hpas = new HashMap<String, StoredHpa>();
        of(HorizontalPodAutoscaler.KIND, namespace).forEach(manifest -> {
            var hpa = HorizontalPodAutoscaler.of(manifest);
            hpas.put(
                    hpa.name(),
                    new StoredHpa(
                            namespace,
                            hpa.name(),
                            manifest.metadata().labels(),
                            manifest.metadata().annotations(),
                            Optional.empty(),
                            new StoredHpa.Spec(
                                    hpa.scaleTargetRef(),
                                    Optional.of(hpa.minReplicas()),
                                    hpa.maxReplicas(),
                                    hpa.metrics(),
                                    Optional.empty())));
        });
        return hpas;
    }

    private Workload workload(Manifest target) {
        var namespace = target.metadata().namespace();
        var pods = target.spec().at("template").at("spec");
        var containers = pods.at("containers").items().stream()
                .map(each -> new Container(
                        each.at("name").text(""),
                        quantities(each.at("resources").at("requests")),
                        quantities(each.at("resources").at("limits")),
                        environment(each, namespace)))
                .toList();
        return new Workload(target.spec().at("replicas").integer(1), containers);
    }

    private static Limit limit(Field item) {
        return new Limit(
                item.at("type").text(""), quantities(item.at("defaultRequest")), quantities(item.at("default")));
    }

    private static Map<String, Quantity> quantities(Field field) {
        var quantities = new HashMap<String, Quantity>();
        field.entries()
                .forEach((name, value) ->
                        HpaReader.quantity(value).ifPresent(each -> quantities.put(name, each)));
        return quantities;
    }

    /// The variables of a container whose values stand in manifests.
    private Map<String, String> environment(Field container, String namespace) {
        var variables = new HashMap<String, String>();
        for (var each : container.at("env").items()) {
            var name = each.at("name").text("");
            var from = each.at("valueFrom");
            each.at("value").optionalText()
                    .or(() -> value("Secret", namespace, from.at("secretKeyRef")))
                    .or(() -> value("ConfigMap", namespace, from.at("configMapKeyRef")))
                    .ifPresent(value -> variables.put(name, value));
        }
        return variables;
    }

    private Optional<String> value(String kind, String namespace, Field ref) {
        return named(kind, namespace, ref.at("name").text(""))
                .map(AppliedCluster::data)
                .map(data -> data.get(ref.at("key").text("")));
    }

    /// The texts of a Secret or ConfigMap.
    private static Map<String, String> data(Manifest manifest) {
        var data = new HashMap<String, String>();
        boolean encoded = manifest.kind().equals("Secret");
        manifest.root()
                .at("data")
                .entries()
                .forEach((key, value) -> data.put(key, encoded ? decoded(value) : value.text()));
        data.putAll(manifest.root().at("stringData").texts());
        return data;
    }

    private static String decoded(Field field) {
        try {
            return new String(
                    Base64.getDecoder().decode(field.text().replaceAll("\\s", "")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw field.wrong("base64", "another text; stringData takes texts as they are");
        }
    }

    private Map<String, Map<String, String>> all(String kind, String namespace) {
        var all = new HashMap<String, Map<String, String>>();
        of(kind, namespace).forEach(each -> all.put(each.metadata().name(), data(each)));
        return all;
    }

    private Resolved resolved(AuthenticationRef ref, String namespace, Map<String, String> environment) {
        var found = manifests.stream()
                .filter(each -> each.kind().equals(ref.kind())
                        && each.metadata().name().equals(ref.name()))
                .filter(each -> !ref.kind().equals(TriggerAuthentication.KIND)
                        || each.metadata().namespace().equals(namespace))
                .findFirst()
                .map(TriggerAuthentication::of)
                .orElseThrow(() -> new TriggerException("authenticationRef: expected one of the applied objects "
                        + known(ref.kind()) + ", got " + ref.kind() + " \"" + ref.name() + '"'));
        return new Resolved(
                found.parameters(all("Secret", namespace), all("ConfigMap", namespace), environment),
                found.podIdentity());
    }

    private List<String> known(String kind) {
        return manifests.stream()
                .filter(each -> each.kind().equals(kind))
                .map(each -> each.metadata().name())
                .toList();
    }
}
