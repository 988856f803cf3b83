package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Workload;
import dev.headroom.manifests.Field;
import dev.headroom.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/// Amounts of resources as containers and namespaces have them.
final class Amounts {

    private Amounts() {}

    static Optional<BigDecimal> quantity(Field field, String... path) {
        return Peek.text(field, path).flatMap(Quantity::tryParse).map(Quantity::exact);
    }

    /// What a container asks for; a limit is a request where none is written, as for the API server, and so are the
    /// defaults of the namespace's LimitRange.
    static Optional<BigDecimal> request(Field container, String resource, String namespace, Drafts drafts) {
        return quantity(container, "resources", "requests", resource)
                .or(() -> quantity(container, "resources", "limits", resource))
                .or(() -> limitRange(namespace, resource, drafts));
    }

    private static Optional<BigDecimal> limitRange(String namespace, String resource, Drafts drafts) {
        return drafts.of("LimitRange")
                .filter(manifest -> manifest.metadata().namespace().equals(namespace))
                .flatMap(manifest -> Peek.items(manifest.root(), "spec", "limits").stream())
                .filter(limit -> Peek.text(limit, "type").orElse("").equals("Container"))
                .flatMap(limit -> quantity(limit, "defaultRequest", resource)
                        .or(() -> quantity(limit, "default", resource))
                        .stream())
                .findFirst();
    }

    /// Whether the pod as a whole has resources, which then count instead of the containers'.
    static boolean isPodLevel(Workload workload) {
        return !Peek.at(workload.podSpec(), "resources").isMissing();
    }
}
