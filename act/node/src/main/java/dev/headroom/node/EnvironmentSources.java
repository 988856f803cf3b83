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
import org.jspecify.annotations.Nullable;

/// The ConfigMaps and Secrets that environments of containers refer to.
final class EnvironmentSources {

    private final Lookup lookup;

    EnvironmentSources(Lookup lookup) {
        this.lookup = lookup;
    }

    /// Finds what is referred to; empty when there is none of that name.
    interface Lookup {

        Optional<Map<String, String>> configMap(String namespace, String name);

        /// Decoded.
        Optional<Map<String, String>> secret(String namespace, String name);

        /// Those of a cluster.
        static Lookup of(KubernetesClient client) {
            return new Lookup() {
                @Override
                public Optional<Map<String, String>> configMap(String namespace, String name) {
                    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
                            .map(ConfigMap::getData);
                }

                @Override
                public Optional<Map<String, String>> secret(String namespace, String name) {
                    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
                            .map(Secret::getData)
                            .map(EnvironmentSources::decoded);
                }
            };
        }
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
            var values = lookup.configMap(namespace, configMap.getName());
            add(values, prefix, env);
            boolean optional = Boolean.TRUE.equals(configMap.getOptional());
            return values.isPresent() || optional ? Optional.empty() : notFound("configmap", configMap.getName());
        }
        var secret = from.getSecretRef();
        var values = lookup.secret(namespace, secret.getName());
        add(values, prefix, env);
        boolean optional = Boolean.TRUE.equals(secret.getOptional());
        return values.isPresent() || optional ? Optional.empty() : notFound("secret", secret.getName());
    }

    private static void add(Optional<Map<String, String>> values, String prefix, List<EnvVar> env) {
        values.ifPresent(found -> new TreeMap<>(found).forEach((key, value) -> env.add(literal(prefix + key, value))));
    }

    private static Optional<String> notFound(String kind, String name) {
        return Optional.of(kind + " \"" + name + "\" not found");
    }

    private Optional<String> one(String namespace, EnvVar variable, List<EnvVar> env) {
        var from = variable.getValueFrom();
        if (from != null && from.getConfigMapKeyRef() != null) {
            var key = from.getConfigMapKeyRef();
            return one(variable, "configmap", lookup.configMap(namespace, key.getName()),
                    new Key(key.getName(), key.getKey(), key.getOptional()), env);
        }
        if (from != null && from.getSecretKeyRef() != null) {
            var key = from.getSecretKeyRef();
            return one(variable, "secret", lookup.secret(namespace, key.getName()),
                    new Key(key.getName(), key.getKey(), key.getOptional()), env);
        }
        env.add(variable);
        return Optional.empty();
    }

    private record Key(String name, String key, @Nullable Boolean optional) {}

    private static Optional<String> one(
            EnvVar variable, String kind, Optional<Map<String, String>> values, Key of, List<EnvVar> env) {
        var value = values.map(found -> found.get(of.key()));
        value.ifPresent(text -> env.add(literal(variable.getName(), text)));
        if (value.isPresent() || Boolean.TRUE.equals(of.optional())) {
            return Optional.empty();
        }
        return values.isEmpty()
                ? notFound(kind, of.name())
                : Optional.of("couldn't find key " + of.key() + " in " + kind + " \"" + of.name() + '"');
    }

    /// A value that nothing in it is expanded of.
    private static EnvVar literal(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value.replace("$", "$$")).build();
    }

    private static Map<String, String> decoded(Map<String, String> data) {
        var decoded = new LinkedHashMap<String, String>();
        data.forEach((key, value) ->
                decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }
}
