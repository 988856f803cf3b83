package dev.headroom.keda;

import dev.headroom.hpa.HpaReader;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A TriggerAuthentication or ClusterTriggerAuthentication of `keda.sh/v1alpha1`: where the credentials of triggers
/// come from. Secrets, config maps and the environment of the target's container are read; vaults and the identities of
/// clouds are not.
///
/// @param podIdentity whose identity is used; empty for none
public record TriggerAuthentication(
        String kind,
        String namespace,
        String name,
        String podIdentity,
        List<KeyRef> secrets,
        List<KeyRef> configMaps,
        List<EnvRef> environment) {

    public static final String KIND = "TriggerAuthentication";
    static final String CLUSTER_KIND = "ClusterTriggerAuthentication";

    /// The two kinds; the second counts in all namespaces.
    public static final List<String> KINDS = List.of(KIND, CLUSTER_KIND);

    public TriggerAuthentication {
        secrets = List.copyOf(secrets);
        configMaps = List.copyOf(configMaps);
        environment = List.copyOf(environment);
    }

    /// A parameter that is one key of a Secret or ConfigMap.
    public record KeyRef(String parameter, String name, String key) {}

    /// A parameter that is a variable of a container.
    public record EnvRef(String parameter, String variable, String container) {}

    /// Reads one as a person wrote it.
    ///
    /// @throws dev.headroom.manifests.ManifestException for sources that are not read here, and unknown fields
    public static TriggerAuthentication of(Manifest manifest) {
        var spec = manifest.spec();
        HpaReader.only(spec, "podIdentity", "secretTargetRef", "configMapTargetRef", "env");
        return new TriggerAuthentication(
                manifest.kind(),
                manifest.kind().equals(CLUSTER_KIND) ? "" : manifest.metadata().namespace(),
                manifest.metadata().name(),
                spec.at("podIdentity").at("provider").text(""),
                keys(spec.at("secretTargetRef")),
                keys(spec.at("configMapTargetRef")),
                variables(spec.at("env")));
    }

    private static List<KeyRef> keys(Field field) {
        var refs = new ArrayList<KeyRef>();
        for (var each : field.items()) {
            HpaReader.only(each, "parameter", "name", "key");
            refs.add(new KeyRef(
                    each.at("parameter").text(), each.at("name").text(), each.at("key").text()));
        }
        return refs;
    }

    private static List<EnvRef> variables(Field field) {
        var refs = new ArrayList<EnvRef>();
        for (var each : field.items()) {
            HpaReader.only(each, "parameter", "name", "containerName");
            refs.add(new EnvRef(
                    each.at("parameter").text(),
                    each.at("name").text(),
                    each.at("containerName").text("")));
        }
        return refs;
    }

    /// The parameters that it stands for; what is not found is empty, so that the trigger says which one it misses.
    ///
    /// @param secretData the data of Secrets by name
    /// @param configData the data of ConfigMaps by name
    /// @param variables those of the target's container
    public Map<String, String> parameters(
            Map<String, Map<String, String>> secretData,
            Map<String, Map<String, String>> configData,
            Map<String, String> variables) {
        var parameters = new TreeMap<String, String>();
        environment.forEach(ref -> parameters.put(ref.parameter(), variables.getOrDefault(ref.variable(), "")));
        parameters.putAll(found(configMaps, configData));
        parameters.putAll(found(secrets, secretData));
        return parameters;
    }

    private static Map<String, String> found(List<KeyRef> refs, Map<String, Map<String, String>> data) {
        return refs.stream()
                .collect(Collectors.toMap(
                        KeyRef::parameter,
                        ref -> data.getOrDefault(ref.name(), Map.of()).getOrDefault(ref.key(), ""),
                        (_, last) -> last));
    }
}
