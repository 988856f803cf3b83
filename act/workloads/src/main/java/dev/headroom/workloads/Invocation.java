package dev.headroom.workloads;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A container's command and environment with everything filled in.
public record Invocation(List<String> argv, Map<String, String> environment) {

    public Invocation {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /// @param inherited what every process finds in its environment; the manifest does not know it, so `$(NAME)` does
    ///     not either
    /// @param links how to reach Services (`NAME_SERVICE_HOST` and `NAME_SERVICE_PORT`)
    public static Invocation of(
            ContainerSpec spec, PodFacts pod, Map<String, String> inherited, Map<String, String> links) {
        var known = new HashMap<>(links);
        for (var variable : spec.env()) {
            known.put(
                    variable.name(),
                    switch (variable.source()) {
                        case EnvVariable.Text(var text) ->
                            portText(variable.name(), Expansion.expand(text, known), spec, pod);
                        case EnvVariable.FieldRef(var path) -> pod.field(path);
                        case EnvVariable.ResourceFieldRef reference -> pod.resource(reference, spec);
                    });
        }
        var environment = new HashMap<>(inherited);
        environment.put("HOSTNAME", pod.name());
        if (!spec.ports().isEmpty()) {
            int first = spec.ports().getFirst().containerPort();
            int given = pod.ports().getOrDefault(first, first);
            if (given != first) {
                environment.put("PORT", Integer.toString(given));
            }
        }
        environment.putAll(known);
        return new Invocation(
                spec.argv().stream().map(text -> Expansion.expand(text, known)).toList(), environment);
    }

    /// Where pods share an address, a variable that tells a container its own port tells the one it was given.
    private static String portText(String name, String text, ContainerSpec spec, PodFacts pod) {
        if (name.equals("PORT") || name.endsWith("_PORT")) {
            for (var port : spec.ports()) {
                if (text.equals(Integer.toString(port.containerPort()))) {
                    return Integer.toString(pod.ports().getOrDefault(port.containerPort(), port.containerPort()));
                }
            }
        }
        return text;
    }
}
