package dev.headroom.discovery;

import dev.headroom.discovery.KubernetesTargets.Target;
import dev.headroom.manifests.Field;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The targets of an Ingress: each path of each host.
final class IngressTargets {

    private final ObjectLabels labels;
    private final Field ingress;

    IngressTargets(ObjectLabels labels, Field ingress) {
        this.labels = labels;
        this.ingress = ingress;
    }

    List<Target> targets() {
        var prefix = ObjectLabels.META + "ingress_";
        var targets = new ArrayList<Target>();
        for (var rule : ingress.at("spec").at("rules").items()) {
            var host = rule.at("host").text("");
            for (var path : paths(rule)) {
                var made = Labels.builder()
                        .set(ObjectLabels.ADDRESS, host)
                        .set(prefix + "scheme", isEncrypted(host) ? "https" : "http")
                        .set(prefix + "host", host)
                        .set(prefix + "path", path)
                        .set(prefix + "class_name", ingress.at("spec").at("ingressClassName").text(""));
                ObjectLabels.meta(made, "ingress", ingress);
                labels.namespace(made, ObjectName.of(ingress).namespace());
                targets.add(new Target(made.build(), Optional.empty()));
            }
        }
        return targets;
    }

    private static List<String> paths(Field rule) {
        var http = rule.at("http");
        return http.isMissing()
                ? List.of("/")
                : http.at("paths").items().stream()
                        .map(path -> path.at("path").text(""))
                        .map(path -> path.isEmpty() ? "/" : path)
                        .toList();
    }

    private boolean isEncrypted(String host) {
        return ingress.at("spec").at("tls").items().stream()
                .flatMap(tls -> tls.at("hosts").items().stream())
                .anyMatch(pattern -> matches(pattern.text(), host));
    }

    /// Whether a host is the one of a pattern, whose first part may be `*`.
    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int first = host.indexOf('.');
        return pattern.equals(host) || (first >= 0 && pattern.substring(1).equals(host.substring(first)));
    }
}
