package dev.headroom.processes;

import dev.headroom.hpa.ScaleTarget;
import dev.headroom.contract.ScaleTargetContract;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// The contract of scale targets, kept in virtual time.
class DeploymentScaleTest extends ScaleTargetContract {

    private static final String READINESS = "readinessProbe: {httpGet: {port: http}, periodSeconds: 1}";

    private Story story = Story.of(0, READINESS);

    @Override
    protected ScaleTarget target(int replicas) {
        story = Story.of(replicas, READINESS);
        return story.target();
    }

    @Override
    protected int maxReplicas() {
        return 20;
    }

    @Override
    protected String limitName() {
        return "replicas per machine";
    }

    @Override
    protected Instant now() {
        return story.time.now();
    }

    @Override
    protected boolean passesUntil(BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            story.pass(Duration.ofMillis(100));
        }
        return condition.getAsBoolean();
    }
}
