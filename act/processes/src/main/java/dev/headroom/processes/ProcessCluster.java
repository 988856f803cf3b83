package dev.headroom.processes;

import dev.headroom.hpa.ScaleTarget;
import dev.headroom.machine.LimitEnforcement;
import dev.headroom.manifests.Manifest;
import dev.headroom.workloads.Deployment;
import dev.headroom.workloads.Service;
import dev.headroom.workloads.WorkloadReader;
import java.util.ArrayList;
import java.util.List;

/// The Deployments and Services of some manifests as processes of this machine. All methods may be called from any
/// thread.
public final class ProcessCluster implements AutoCloseable {

    private final List<Deployment> deployments;
    private final List<Service> services;
    private final List<String> warnings;

    private ProcessCluster(List<Deployment> deployments, List<Service> services, List<String> warnings) {
        this.deployments = List.copyOf(deployments);
        this.services = List.copyOf(services);
        this.warnings = List.copyOf(warnings);
    }

    /// Reads the Deployments and Services among the manifests and leaves the others alone. Starts nothing.
    ///
    /// @throws dev.headroom.manifests.ManifestException for the first one that cannot be run
    public static ProcessCluster of(List<Manifest> manifests, ProcessSettings settings, Surroundings around) {
        var reader = new WorkloadReader();
        var deployments = new ArrayList<Deployment>();
        var services = new ArrayList<Service>();
        for (var manifest : manifests) {
            switch (manifest.kind()) {
                case "Deployment" -> deployments.add(reader.deployment(manifest));
                case "Service" -> services.add(reader.service(manifest));
                default -> {
                    // Others read the rest.
                }
            }
        }
        return new ProcessCluster(deployments, services, reader.warnings());
    }

    /// What in the manifests nobody understands, a line each with its place.
    public List<String> warnings() {
        return warnings;
    }

    /// Starts the listeners of Services and the replicas, and returns when the Services listen; replicas take their
    /// time.
    public void start() {
        if (!deployments.isEmpty() || !services.isEmpty()) {
            throw new UnsupportedOperationException("nothing starts processes yet");
        }
    }

    /// One per Deployment, in the order of the manifests.
    public List<ScaleTarget> scaleTargets() {
        return List.of();
    }

    /// All pods, those that end included, sorted by name.
    public List<PodStatus> pods() {
        return List.of();
    }

    /// All Services, in the order of the manifests.
    public List<ServiceStatus> services() {
        return List.of();
    }

    /// What keeps the pods within their limits here.
    public LimitEnforcement enforcement() {
        var none = new LimitEnforcement.Means.None("nothing was started");
        return new LimitEnforcement(none, none);
    }

    /// Ends everything: Services drain, pods get their grace periods (at most the limit `closeGrace`) at the same time,
    /// and whatever is left is killed. Returns when no process is.
    @Override
    public void close() {}
}
