package dev.headroom.discovery;

import dev.headroom.manifests.Field;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects of a Kubernetes API at one moment, as the API writes them.
public final class ClusterObjects {

    /// What discovery looks at.
    public enum Kind {
        NODE,
        NAMESPACE,
        POD,
        SERVICE,
        ENDPOINTS,
        ENDPOINTSLICE,
        INGRESS,
        REPLICASET,
        JOB
    }

    private final Map<Kind, Map<ObjectName, Field>> objects = new EnumMap<>(Kind.class);

    /// @param lists the objects of each kind; of one that is not there there are none
    public ClusterObjects(Map<Kind, List<Field>> lists) {
        lists.forEach((kind, list) -> {
            var byName = new LinkedHashMap<ObjectName, Field>();
            list.forEach(object -> byName.put(ObjectName.of(object), object));
            objects.put(kind, byName);
        });
    }

    public Collection<Field> all(Kind kind) {
        return objects.getOrDefault(kind, Map.of()).values();
    }

    Optional<Field> find(Kind kind, ObjectName name) {
        return Optional.ofNullable(objects.getOrDefault(kind, Map.of()).get(name));
    }
}
