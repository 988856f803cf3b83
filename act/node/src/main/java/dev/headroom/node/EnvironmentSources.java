package dev.headroom.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The ConfigMaps and Secrets that environments of containers refer to.
final class EnvironmentSources {

    private final KubernetesClient client;

    EnvironmentSources(KubernetesClient client) {
        this.client = client;
    }

    /// Puts values in the place of references.
    ///
    /// @return what is missing, if anything is
    Optional<String> resolve(String namespace, Container container) {
        var env = new ArrayList<EnvVar>();
        for (var from : container.getEnvFrom()) {
            var missing = all(namespace, from, env);
            if (missing.isPresent()) {
                return missing;
            }
        }
        for (var variable : container.getEnv()) {
            var missing = one(namespace, variable, env);
            if (missing.isPresent()) {
                return missing;
            }
        }
        container.setEnvFrom(List.of());
        container.setEnv(env);
        return Optional.empty();
    }

    private Optional<String> all(String namespace, EnvFromSource from, List<EnvVar> env) {
        var prefix = Optional.ofNullable(from.getPrefix()).orElse("");
        var configMap = from.getConfigMapRef();
        if (configMap != null) {
            return add(configMap(namespace, configMap.getName()), "configmap", configMap.getName(),
                    Boolean.TRUE.equals(configMap.getOptional()), prefix, env);
        }
        var secret = from.getSecretRef();
        return add(secret(namespace, secret.getName()), "secret", secret.getName(),
                Boolean.TRUE.equals(secret.getOptional()), prefix, env);
    }

    private static Optional<String> add(
            Optional<Map<String, String>> values, String kind, String name, boolean optional, String prefix,
            List<EnvVar> env) {
        values.ifPresent(found -> new TreeMap<>(found).forEach((key, value) -> env.add(literal(prefix + key, value))));
        return values.isPresent() || optional
                ? Optional.empty()
                : Optional.of(kind + " \"" + name + "\" not found");
    }

    private Optional<String> one(String namespace, EnvVar variable, List<EnvVar> env) {
        var from = variable.getValueFrom();
        var configMap = from == null ? null : from.getConfigMapKeyRef();
        var secret = from == null ? null : from.getSecretKeyRef();
        if (configMap == null && secret == null) {
            env.add(variable);
            return Optional.empty();
        }
        var key = configMap != null ? configMap.getKey() : secret.getKey();
        var name = configMap != null ? configMap.getName() : secret.getName();
        var values = configMap != null ? configMap(namespace, name) : secret(namespace, name);
        var kind = configMap != null ? "configmap" : "secret";
        boolean optional = Boolean.TRUE.equals(configMap != null ? configMap.getOptional() : secret.getOptional());
        var value = values.map(found -> found.get(key));
        value.ifPresent(text -> env.add(literal(variable.getName(), text)));
        if (value.isPresent() || optional) {
            return Optional.empty();
        }
        return Optional.of(
                values.isEmpty()
                        ? kind + " \"" + name + "\" not found"
                        : "couldn't find key " + key + " in " + kind + " " + namespace + "/" + name);
    }

    /// A value that nothing in it is expanded of.
    private static EnvVar literal(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value.replace("$", "$$")).build();
    }

    private Optional<Map<String, String>> configMap(String namespace, String name) {
        return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
                .map(ConfigMap::getData);
    }

    private Optional<Map<String, String>> secret(String namespace, String name) {
        return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
                .map(Secret::getData)
                .map(EnvironmentSources::decoded);
    }

    private static Map<String, String> decoded(Map<String, String> data) {
        var decoded = new LinkedHashMap<String, String>();
        data.forEach((key, value) ->
                decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }
}
