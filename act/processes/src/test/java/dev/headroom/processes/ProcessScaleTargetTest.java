package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.hpa.ScaleTarget;
import dev.headroom.contract.ScaleTargetContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The contract of scale targets, kept by real processes.
@Timeout(60)
class ProcessScaleTargetTest extends ScaleTargetContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private Optional<LiveCluster> live = Optional.empty();

    @Override
    protected ScaleTarget target(int replicas) {
        var cluster = new LiveCluster(Story.deployment(replicas, "").replace("[server]", "[sleep, '60']"), folder);
        live = Optional.of(cluster);
        return cluster.cluster.scaleTargets().getFirst();
    }

    @AfterEach
    void nothingIsLeft() {
        var cluster = live.orElseThrow();
        var pids = cluster.cluster.pods().stream()
                .flatMap(pod -> pod.containers().stream())
                .map(container -> container.pid().orElse(-1))
                .filter(pid -> pid > 0)
                .toList();
        cluster.close();
        assertEquals(0, pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent()).count());
    }

    @Override
    protected int maxReplicas() {
        return ProcessSettings.Kubelet.standard().maxReplicas();
    }

    @Override
    protected String limitName() {
        return "replicas per machine";
    }

    @Override
    protected Instant now() {
        return live.orElseThrow().now();
    }

    @Override
    protected boolean passesUntil(BooleanSupplier condition) {
        return LiveCluster.until(condition);
    }
}
