package dev.headroom.inspection;

import dev.headroom.kubernetes.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// An installation of Headroom in a cluster: the Service in front of the pages of its operators.
///
/// @param port of the pages, the same at the Service and at its pods
public record OperatorService(String namespace, String name, int port) {

    /// The label by which the Service of the chart is found.
    static final String LABEL = "headroom.dev/serves=pages";

    private static final String PORT_NAME = "pages";
    private static final int PORT = 9095;

    /// Where the guide installs it.
    private static final String USUAL = "headroom";

    /// The one that a person chose, else the only one that there is.
    ///
    /// @throws InspectionException when there is none, several, or none that can be found
    public static OperatorService find(ClusterReads reads) {
        if (reads.choice().operator().isPresent()) {
            return named(reads.choice().operator().get());
        }
        var everywhere = reads.list(Resource.SERVICES, Optional.empty(), LABEL);
        if (everywhere.refused().isEmpty()) {
            return only(reads, everywhere.objects(), "all namespaces");
        }
        var looked = new LinkedHashSet<>(List.of(USUAL, reads.namespace()));
        var found = new ArrayList<JsonNode>();
        var closed = new ArrayList<String>();
        for (var namespace : looked) {
            var listing = reads.list(Resource.SERVICES, Optional.of(namespace), LABEL);
            listing.refused().ifPresentOrElse(
                    _ -> closed.add(namespace), () -> found.addAll(listing.objects()));
        }
        if (closed.size() == looked.size()) {
            throw new InspectionException("operator: " + ClusterReads.forbidden("list", "services",
                    Optional.of(String.join(" or ", closed))) + "; or name it with --operator NAMESPACE/SERVICE");
        }
        looked.removeAll(closed);
        return only(reads, found, "namespace " + String.join(" and ", looked)
                + " (you may not list the Services of others)");
    }

    private static OperatorService named(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new InspectionException(
                    "--operator: expected NAMESPACE/SERVICE like headroom/headroom, got \"" + text + '"');
        }
        return new OperatorService(parts[0], parts[1], PORT);
    }

    private static OperatorService only(ClusterReads reads, List<JsonNode> services, String where) {
        var all = services.stream().map(OperatorService::of).toList();
        if (all.isEmpty()) {
            throw new InspectionException("cluster " + reads.server() + ": expected an operator of Headroom, got no"
                    + " Service labelled " + LABEL + " in " + where + "; install one (docs/guide/kubernetes.md), or"
                    + " name its Service with --operator NAMESPACE/SERVICE");
        }
        if (all.size() > 1) {
            throw new InspectionException("cluster " + reads.server() + ": expected one operator of Headroom, got "
                    + all.size() + " (" + all.stream().map(OperatorService::toString).sorted()
                            .collect(Collectors.joining(", "))
                    + "); choose with --operator " + all.getFirst());
        }
        return all.getFirst();
    }

    private static OperatorService of(JsonNode service) {
        var metadata = service.path("metadata");
        int port = service.path("spec").path("ports").valueStream()
                .filter(each -> each.path("name").asString("").equals(PORT_NAME))
                .map(each -> each.path("port").asInt(PORT))
                .findFirst()
                .orElse(PORT);
        return new OperatorService(metadata.path("namespace").asString(""), metadata.path("name").asString(""), port);
    }

    /// `namespace/name`
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
