package dev.headroom.operator;

import dev.headroom.hpa.Pod;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.ClusterView.Credentials;
import dev.headroom.keda.ClusterView.Workload;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.StoredHpa;
import dev.headroom.keda.TriggerSpec;
import dev.headroom.kubernetes.JsonFields;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.HumanDuration;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.records.AppliedCluster;
import dev.headroom.server.Views;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What surrounds a ScaledObject in a cluster, read as on one machine: the same classes read the same objects. Secrets
/// and ConfigMaps are asked for when a trigger needs them, and only those that it names.
final class LiveCluster {

    private static final Logger LOG = LoggerFactory.getLogger(LiveCluster.class);

    private final KubernetesApi api;
    private final ClusterCache cache;
    private final Kinds kinds;
    private final String clusterNamespace;

    /// @param clusterNamespace where the Secrets of ClusterTriggerAuthentications are
    LiveCluster(KubernetesApi api, ClusterCache cache, Kinds kinds, String clusterNamespace) {
        this.api = api;
        this.cache = cache;
        this.kinds = kinds;
        this.clusterNamespace = clusterNamespace;
    }

    /// @param manifest of the object
    /// @param replicas of the target where it is known from elsewhere
    ClusterView around(ScaledObject object, Manifest manifest, OptionalInt replicas) {
        var target = object.scaleTargetRef();
        var known = kinds.of(target.apiVersion());
        var kind = ResourceKind.of(target, known);
        var objects = new ArrayList<Manifest>();
        var workload = kind.flatMap(each -> cache.workload(each.kind(), object.namespace(), target.name()));
        workload.ifPresent(each -> {
            objects.add(each.manifest());
            if (readsEnvironment(object)) {
                objects.addAll(environment(each.manifest()));
            }
        });
        cache.limitRanges().in(object.namespace()).forEach(each -> objects.add(each.manifest()));
        var view = new AppliedCluster(objects, known).around(manifest);
        var counted = workload.isPresent() || replicas.isEmpty()
                ? view.target()
                : Optional.of(new Workload(replicas.getAsInt(), List.of()));
        return new ClusterView(
                view.kinds(),
                counted,
                List.of(),
                hpas(object.namespace()),
                view.limits(),
                credentials(manifest));
    }

    /// The pods of a Deployment or StatefulSet as they are known; none of every other kind.
    List<Pod> pods(String kind, String namespace, String name) {
        var selector = cache.workload(kind, namespace, name)
                .map(each -> selector(each.manifest().spec().at("selector")))
                .orElseGet(LabelSelector::nothing);
        return cache.pods(namespace).stream()
                .filter(pod -> selector.matches(pod.labels()))
                .sorted(Comparator.comparing(Pod::name))
                .toList();
    }

    /// The pods of what autoscalers scale, as they are known, for people.
    List<Map<String, Object>> podsOf(List<Views.Autoscaler> autoscalers, Instant now) {
        var shown = new ArrayList<Map<String, Object>>();
        for (var autoscaler : autoscalers) {
            var reference = autoscaler.reference().split("/", 2);
            for (var pod : pods(reference[0], autoscaler.namespace(), reference[1])) {
                var one = new LinkedHashMap<String, Object>();
                one.put("namespace", autoscaler.namespace());
                one.put("name", pod.name());
                one.put("phase", pod.deletionTimestamp().isPresent() ? "Terminating" : word(pod.phase()));
                one.put("ready", pod.serves());
                one.put("address", pod.address());
                one.put("age", HumanDuration.of(Duration.between(pod.askedAt(), now)));
                shown.add(one);
            }
        }
        return shown;
    }

    private static String word(Pod.Phase phase) {
        return phase.name().charAt(0) + phase.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static LabelSelector selector(Field selector) {
        var expressions = selector.at("matchExpressions").items().stream()
                .map(each -> new LabelSelectorObject.Expression(
                        each.at("key").text(""),
                        each.at("operator").text(""),
                        each.at("values").items().stream().map(Field::text).toList()))
                .toList();
        try {
            return LabelSelectorObject.of(selector.at("matchLabels").texts(), expressions).selector();
        } catch (LabelSelectorException _) {
            return LabelSelector.nothing();
        }
    }

    private static boolean readsEnvironment(ScaledObject object) {
        return object.triggers().stream()
                .map(TriggerSpec::metadata)
                .flatMap(metadata -> metadata.keySet().stream())
                .anyMatch(key -> key.endsWith("FromEnv"));
    }

    /// The autoscalers of a namespace, by name.
    Map<String, StoredHpa> hpas(String namespace) {
        var all = new HashMap<String, StoredHpa>();
        for (var held : cache.autoscalers().in(namespace)) {
            try {
                all.put(held.name(), StoredHpa.of(held.manifest()));
            } catch (ManifestException unknown) {
                LOG.debug("{}", unknown.getMessage());
            }
        }
        return all;
    }

    /// The Secrets and ConfigMaps that variables of a workload's containers come from.
    private List<Manifest> environment(Manifest workload) {
        var found = new ArrayList<Manifest>();
        var namespace = workload.metadata().namespace();
        for (var container : workload.spec().at("template").at("spec").at("containers").items()) {
            for (var variable : container.at("env").items()) {
                var from = variable.at("valueFrom");
                named(Resource.SECRETS, namespace, from.at("secretKeyRef")).ifPresent(found::add);
                named(Resource.CONFIG_MAPS, namespace, from.at("configMapKeyRef")).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Manifest> named(Resource resource, String namespace, Field ref) {
        return ref.at("name").optionalText().flatMap(name -> read(resource, namespace, name));
    }

    private Optional<Manifest> read(Resource resource, String namespace, String name) {
        return api.send(Request.read(resource.path(namespace, name)))
                .found()
                .map(JsonFields::manifest);
    }

    private Credentials credentials(Manifest scaledObject) {
        return (ref, environment) -> {
            var namespace = scaledObject.metadata().namespace();
            var objects = new ArrayList<Manifest>();
            cache.authentication(ref.kind(), namespace, ref.name()).ifPresent(held -> {
                objects.add(held.manifest());
                boolean everywhere = ref.kind().equals(Resource.CLUSTER_AUTHENTICATIONS.kind());
                secrets(held.manifest().spec(), everywhere ? clusterNamespace : namespace)
                        .forEach(each -> objects.add(moved(each, namespace)));
            });
            return new AppliedCluster(objects).around(scaledObject).credentials().of(ref, environment);
        };
    }

    private List<Manifest> secrets(Field authentication, String namespace) {
        var found = new ArrayList<Manifest>();
        authentication
                .at("secretTargetRef")
                .items()
                .forEach(each -> named(Resource.SECRETS, namespace, each).ifPresent(found::add));
        authentication
                .at("configMapTargetRef")
                .items()
                .forEach(each -> named(Resource.CONFIG_MAPS, namespace, each).ifPresent(found::add));
        return found;
    }

    /// The same, found where the object looks.
    private static Manifest moved(Manifest manifest, String namespace) {
        var metadata = manifest.metadata();
        return new Manifest(
                manifest.apiVersion(),
                manifest.kind(),
                new Manifest.Metadata(namespace, metadata.name(), metadata.labels(), metadata.annotations()),
                manifest.root());
    }
}
