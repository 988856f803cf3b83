package dev.headroom.processes;

import dev.headroom.manifests.Manifest;
import dev.headroom.workloads.Deployment;
import dev.headroom.workloads.Service;
import dev.headroom.workloads.WorkloadReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What of some manifests is run here, and what a person should know about it.
record Workloads(List<Deployment> deployments, List<Service> services, List<String> warnings) {

    Workloads {
        deployments = List.copyOf(deployments);
        services = List.copyOf(services);
        warnings = List.copyOf(warnings);
    }

    /// @throws dev.headroom.manifests.ManifestException for the first one that cannot be run
    static Workloads of(List<Manifest> manifests, int maxReplicas) {
        var reader = new WorkloadReader();
        var deployments = new ArrayList<Deployment>();
        var services = new ArrayList<Service>();
        var servicePlaces = new ArrayList<String>();
        var names = new HashSet<String>();
        int replicas = 0;
        for (var manifest : manifests) {
            switch (manifest.kind()) {
                case "Deployment" -> {
                    var deployment = reader.deployment(manifest);
                    once(manifest, names);
                    replicas += deployment.replicas();
                    if (replicas > maxReplicas) {
                        throw manifest.spec().at("replicas").wrong(
                                "at most " + maxReplicas + " in all Deployments together (limit replicas per machine)",
                                Integer.toString(replicas));
                    }
                    deployments.add(deployment);
                }
                case "Service" -> {
                    services.add(reader.service(manifest));
                    once(manifest, names);
                    servicePlaces.add(manifest.place());
                }
                default -> {
                    // Others read the rest.
                }
            }
        }
        var warnings = new ArrayList<>(reader.warnings());
        for (int i = 0; i < services.size(); i++) {
            var service = services.get(i);
            if (!service.selector().isEmpty() && deployments.stream().noneMatch(deployment ->
                    service.selects(deployment.ref().namespace(), deployment.template().labels()))) {
                warnings.add(servicePlaces.get(i) + ": service \"" + service.name() + "\": selector "
                        + service.selector() + " matches the pods of no Deployment here, so nothing will answer");
            }
        }
        return new Workloads(deployments, services, warnings);
    }

    private static void once(Manifest manifest, HashSet<String> names) {
        var metadata = manifest.metadata();
        var name = manifest.kind() + " " + metadata.namespace() + "/" + metadata.name();
        if (!names.add(name)) {
            throw manifest.root().at("metadata").at("name").wrong("each name once", name + " again");
        }
    }
}
